"""Standalone sequences of the models, which Alembic does not compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alembic.operations.ops import UpgradeOps
from alembic.util import PriorityDispatchResult
from sqlalchemy import Connection, MetaData, Sequence, text
from sqlalchemy.schema import CreateSequence

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.difference import Difference
from safemigrate.autogenerate.sql_text import PLAIN, bindless, quoted
from safemigrate.autogenerate.unit import MOMENT, Phase, Unit
from safemigrate.postgres.alembic_private import sequence_options, sequences

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext

_EXISTING = """
SELECT n.nspname, c.relname, format_type(q.seqtypid, NULL), q.seqincrement, q.seqmin, q.seqmax,
  q.seqstart, q.seqcache, q.seqcycle
FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
"""
_COPY = "safemigrate_compared"
_WORDS = ("AS {}", "INCREMENT BY {}", "MINVALUE {}", "MAXVALUE {}", "START WITH {}", "CACHE {}")

Options = tuple[object, ...]  # the columns of _EXISTING after both names


def compare_sequences(context: AutogenContext, changes: UpgradeOps) -> PriorityDispatchResult:
    """Propose each sequence that the database lacks or that has other options there.

    A sequence is never dropped, because its last number would be lost.
    """
    if context.connection is not None and context.metadata is not None:
        models = context.metadata
        metadatas = [models] if isinstance(models, MetaData) else list(models)
        changes.ops += _differences(context.connection, metadatas)
    return PriorityDispatchResult.CONTINUE


def _differences(connection: Connection, models: list[MetaData]) -> Iterator[Difference]:
    default = connection.scalar(text("SELECT current_schema()"))
    existing = {
        (schema, name): tuple(options)
        for schema, name, *options in connection.execute(text(_EXISTING))
    }
    for metadata in models:
        for sequence in sequences(metadata):
            current = existing.get((sequence.schema or default, sequence.name))
            if current is None:
                yield _added(sequence)
                continue
            wanted = _wanted(connection, sequence)
            if current != wanted:
                yield _changed(sequence, current, wanted)


def _wanted(connection: Connection, sequence: Sequence) -> Options:
    """Return the options that PostgreSQL would give to a sequence of the models."""
    savepoint = connection.begin_nested()
    try:
        copy = Sequence(_COPY, data_type=sequence.data_type, **sequence_options(sequence))
        make = _create(copy).replace("CREATE", "CREATE TEMP", 1)
        connection.exec_driver_sql(make)
        rows = connection.execute(text(f"{_EXISTING} WHERE c.oid = 'pg_temp.{_COPY}'::regclass"))
        return tuple(rows.one())[2:]
    finally:
        savepoint.rollback()


def _changed(sequence: Sequence, current: Options, wanted: Options) -> Difference:
    unit = Unit(
        Phase.EXPAND,
        (_alter(sequence, current, wanted),),
        (_alter(sequence, wanted, current),),
        f"sequence {sequence.name}: {MOMENT}",
    )
    return Difference(unit, "change_sequence", sequence.name)


def _alter(sequence: Sequence, old: Options, new: Options) -> Call:
    words = [
        word.format(value)
        for word, before, value in zip(_WORDS, old[:-1], new[:-1], strict=True)
        if before != value
    ]
    if old[-1] != new[-1]:
        words.append("CYCLE" if new[-1] else "NO CYCLE")
    name = quoted(sequence.name, sequence.schema)
    return Call("execute", bindless(f"ALTER SEQUENCE {name} {' '.join(words)}"))


def _added(sequence: Sequence) -> Difference:
    make = _create(sequence)
    drop = f"DROP SEQUENCE {quoted(sequence.name, sequence.schema)}"
    unit = Unit(
        Phase.EXPAND,
        (Call("execute", bindless(make)),),
        (Call("execute", bindless(drop)),),
    )
    return Difference(unit, "add_sequence", sequence.name)


def _create(sequence: Sequence) -> str:
    return " ".join(str(CreateSequence(sequence).compile(dialect=PLAIN)).split())

"""Sequences that stand by themselves in the models, which Alembic does not compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alembic.operations.ops import UpgradeOps
from alembic.util import PriorityDispatchResult
from sqlalchemy import Connection, MetaData, Sequence, text
from sqlalchemy.schema import CreateSequence

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.found import Found
from safemigrate.autogenerate.sql_text import PLAIN, bindless, quoted
from safemigrate.autogenerate.unit import MOMENT, Phase, Unit
from safemigrate.postgres.alembic_private import sequence_options, sequences

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext

_KNOWN = """
SELECT n.nspname, c.relname, format_type(q.seqtypid, NULL), q.seqincrement, q.seqmin, q.seqmax,
  q.seqstart, q.seqcache, q.seqcycle
FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
"""
_COPY = "safemigrate_compared"
_WORDS = ("AS {}", "INCREMENT BY {}", "MINVALUE {}", "MAXVALUE {}", "START WITH {}", "CACHE {}")

Options = tuple[object, ...]  # as _KNOWN has them after both names


def compare_sequences(context: AutogenContext, changes: UpgradeOps) -> PriorityDispatchResult:
    """Propose each sequence that the database has not, or has with other options.

    None is dropped, for it holds a number.
    """
    if context.connection is not None and context.metadata is not None:
        models = context.metadata
        one = [models] if isinstance(models, MetaData) else list(models)
        changes.ops += _differences(context.connection, one)
    return PriorityDispatchResult.CONTINUE


def _differences(connection: Connection, models: list[MetaData]) -> Iterator[Found]:
    default = connection.scalar(text("SELECT current_schema()"))
    known = {
        (schema, name): tuple(options)
        for schema, name, *options in connection.execute(text(_KNOWN))
    }
    for metadata in models:
        for sequence in sequences(metadata):
            have = known.get((sequence.schema or default, sequence.name))
            if have is None:
                yield _made(sequence)
                continue
            wanted = _wanted(connection, sequence)
            if have != wanted:
                yield _changed(sequence, have, wanted)


def _wanted(connection: Connection, sequence: Sequence) -> Options:
    """Return the options that PostgreSQL gives to a sequence of the models."""
    savepoint = connection.begin_nested()
    try:
        copy = Sequence(_COPY, data_type=sequence.data_type, **sequence_options(sequence))
        make = _create(copy).replace("CREATE", "CREATE TEMP", 1)
        connection.exec_driver_sql(make)
        rows = connection.execute(text(f"{_KNOWN} WHERE c.oid = 'pg_temp.{_COPY}'::regclass"))
        return tuple(rows.one())[2:]
    finally:
        savepoint.rollback()


def _changed(sequence: Sequence, have: Options, wanted: Options) -> Found:
    unit = Unit(
        Phase.EXPAND,
        (_alter(sequence, have, wanted),),
        (_alter(sequence, wanted, have),),
        f"sequence {sequence.name}: {MOMENT}",
    )
    return Found(unit, "change_sequence", sequence.name)


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


def _made(sequence: Sequence) -> Found:
    make = _create(sequence)
    drop = f"DROP SEQUENCE {quoted(sequence.name, sequence.schema)}"
    unit = Unit(
        Phase.EXPAND,
        (Call("execute", bindless(make)),),
        (Call("execute", bindless(drop)),),
    )
    return Found(unit, "add_sequence", sequence.name)


def _create(sequence: Sequence) -> str:
    return " ".join(str(CreateSequence(sequence).compile(dialect=PLAIN)).split())

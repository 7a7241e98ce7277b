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
from safemigrate.autogenerate.unit import Phase, Unit

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext

_KNOWN = "SELECT schemaname, sequencename FROM pg_sequences"


def compare_sequences(context: AutogenContext, changes: UpgradeOps) -> PriorityDispatchResult:
    """Propose each sequence that the database has not; none is dropped, for it holds a number."""
    if context.connection is not None and context.metadata is not None:
        models = context.metadata
        one = [models] if isinstance(models, MetaData) else list(models)
        changes.ops += _missing(context.connection, one)
    return PriorityDispatchResult.CONTINUE


def _missing(connection: Connection, models: list[MetaData]) -> Iterator[Found]:
    default = connection.scalar(text("SELECT current_schema()"))
    known = {tuple(row) for row in connection.execute(text(_KNOWN))}
    for metadata in models:
        for sequence in metadata._sequences.values():
            if (sequence.schema or default, sequence.name) not in known:
                yield _made(sequence)


def _made(sequence: Sequence) -> Found:
    make = " ".join(str(CreateSequence(sequence).compile(dialect=PLAIN)).split())
    drop = f"DROP SEQUENCE {quoted(sequence.name, sequence.schema)}"
    unit = Unit(
        Phase.EXPAND,
        (Call("execute", bindless(make)),),
        (Call("execute", bindless(drop)),),
    )
    return Found(unit, "add_sequence", sequence.name)

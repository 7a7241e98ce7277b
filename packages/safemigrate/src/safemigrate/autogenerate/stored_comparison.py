"""Stored columns of the models beside the plain ones, with triggers, that tables in use have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from alembic.operations.ops import ModifyTableOps
from alembic.util import PriorityDispatchResult
from sqlalchemy import Column, Computed, Table

from safemigrate.autogenerate.filled_column import fill
from safemigrate.autogenerate.found import Found
from safemigrate.autogenerate.sql_text import quoted, sql_text
from safemigrate.autogenerate.stored_column import Filling, filling_of, source
from safemigrate.autogenerate.unit import Phase, Turn, Unit

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from alembic.operations.ops import AlterColumnOp


def compare_stored_column(
    context: AutogenContext,
    change: AlterColumnOp,
    schema: str | None,
    table: str,
    name: str,
    live: Column[Any],
    model: Column[Any],
) -> PriorityDispatchResult:
    """Take a column with its trigger for a generated one: the next comparison is of its source."""
    if (
        isinstance(model.server_default, Computed)
        and live.server_default is None
        and context.connection is not None
        and filling_of(context.connection, table, name, schema) is not None
    ):
        return PriorityDispatchResult.STOP
    return PriorityDispatchResult.CONTINUE


def compare_stored(
    context: AutogenContext,
    changes: ModifyTableOps,
    schema: str | None,
    name: str,
    live: Table | None,
    model: Table | None,
) -> PriorityDispatchResult:
    """Propose what a trigger of ours says otherwise than the model."""
    if live is not None and model is not None and context.connection is not None:
        for column in model.columns:
            if column.computed is not None and column.name in live.columns:
                have = filling_of(context.connection, name, column.name, schema)
                value = sql_text(column.computed.sqltext)
                if have is not None and have.source != source(column.name, value):
                    changes.ops += _changed(name, column, schema, have, value)
    return PriorityDispatchResult.CONTINUE


def _changed(
    table: str, column: Column[Any], schema: str | None, have: Filling, value: str
) -> Iterator[Found]:
    """Yield another source, with the renames that may be why, and what fills the column anew."""
    new = replace(have, source=source(column.name, value))
    words = "stored", schema, table, column.name
    yield Found(Unit(Phase.CONTRACT, (new.made(),), (have.made(),), "", Turn.RENAMES), *words)
    where = f"{quoted(column.name)} IS DISTINCT FROM ({value})"
    yield Found(fill(table, column.name, value, where, schema), *words)

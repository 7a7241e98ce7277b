"""Compares the models' stored columns with the plain columns and triggers of tables in use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from alembic.operations.ops import ModifyTableOps
from alembic.util import PriorityDispatchResult
from sqlalchemy import Column, Computed, Table

from safemigrate.autogenerate.difference import Difference
from safemigrate.autogenerate.filled_column import fill
from safemigrate.autogenerate.sql_text import quoted, sql_text
from safemigrate.autogenerate.stored_column import TriggerFunction, source, trigger_function
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
    """Treat a column with our trigger as generated; compare_stored() compares the expression."""
    if (
        isinstance(model.server_default, Computed)
        and live.server_default is None
        and context.connection is not None
        and trigger_function(context.connection, table, name, schema) is not None
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
    """Propose the changes of columns whose trigger computes something else than the model."""
    if live is not None and model is not None and context.connection is not None:
        for column in model.columns:
            if column.computed is not None and column.name in live.columns:
                current = trigger_function(context.connection, name, column.name, schema)
                value = sql_text(column.computed.sqltext)
                if current is not None and current.source != source(column.name, value):
                    changes.ops += _changed(name, column, schema, current, value)
    return PriorityDispatchResult.CONTINUE


def _changed(
    table: str, column: Column[Any], schema: str | None, current: TriggerFunction, value: str
) -> Iterator[Difference]:
    """Yield the new function, together with the renames that may require it, and a new backfill."""
    new = replace(current, source=source(column.name, value))
    words = "stored", schema, table, column.name
    unit = Unit(Phase.CONTRACT, (new.create(),), (current.create(),), "", Turn.RENAMES)
    yield Difference(unit, *words)
    where = f"{quoted(column.name)} IS DISTINCT FROM ({value})"
    yield Difference(fill(table, column.name, value, where, schema), *words)

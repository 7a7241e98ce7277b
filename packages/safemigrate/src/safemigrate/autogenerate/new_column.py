"""A new column of a table in use: never one that rewrites the table or that rows must have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alembic.operations import ops
from sqlalchemy import Column, Connection

from safemigrate.autogenerate.altered_columns import not_null
from safemigrate.autogenerate.checks import without_check
from safemigrate.autogenerate.counting_column import identity, is_serial, serial
from safemigrate.autogenerate.filled_column import (
    filled_later,
    is_worked_out_for_each_row,
    not_null_when_filled,
    with_null,
)
from safemigrate.autogenerate.stored_column import is_stored, stored
from safemigrate.autogenerate.unit import MOMENT, Phase, Unit
from safemigrate.postgres.alembic_private import copied_column


def new_column(change: ops.AddColumnOp, connection: Connection) -> Iterator[Unit]:
    """Yield a column; a required one gets NOT NULL when every row has a value."""
    counts = is_serial(change.column)
    change = ops.AddColumnOp(change.table_name, copied_column(change.column), schema=change.schema)
    column, table, schema = change.column, change.table_name, change.schema
    column.type = without_check(column.type)
    if counts:
        yield from serial(change)
    elif column.identity is not None:
        yield from identity(change)
    elif is_stored(column, connection):
        yield from stored(change)
    elif is_worked_out_for_each_row(column):
        yield from filled_later(change)
        if not column.nullable:
            yield not_null_when_filled(table, column.name, schema)
    else:
        yield from _plain(change)


def _plain(change: ops.AddColumnOp) -> Iterator[Unit]:
    column, table, schema = change.column, change.table_name, change.schema
    if column.nullable or _is_filled(column):
        yield Unit(Phase.EXPAND, (change,), (change.reverse(),), f"{table}: {MOMENT}")
        return
    without = with_null(change)
    yield Unit(Phase.EXPAND, (without,), (without.reverse(),), f"{table}: {MOMENT}")
    yield not_null(table, column.name, schema)


def _is_filled(column: Column[Any]) -> bool:
    return column.server_default is not None or column.computed is not None

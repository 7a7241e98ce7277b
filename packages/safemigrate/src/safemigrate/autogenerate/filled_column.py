"""A new column with a volatile default: added without values, then filled in batches.

Added in one statement, it would rewrite the table.
https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alembic.operations import ops
from sqlalchemy import Column
from sqlalchemy.schema import DefaultClause

from safemigrate.autogenerate.call import Call, Code
from safemigrate.autogenerate.sql_text import bindless, default_text, quoted
from safemigrate.autogenerate.unit import CHECKED, MOMENT, Phase, Unit
from safemigrate.lint.operations import AddColumn
from safemigrate.lint.reading import operations
from safemigrate.postgres.alembic_private import copied_column


def is_worked_out_for_each_row(column: Column[Any]) -> bool:
    """Return whether a column's default may be different in each row."""
    text = _default(column)
    if text is None:
        return False
    (operation,) = operations(f"ALTER TABLE t ADD COLUMN c text DEFAULT {text}")
    return isinstance(operation, AddColumn) and bool(operation.column.volatile_functions)


def with_null(change: ops.AddColumnOp) -> ops.AddColumnOp:
    """Return the same column, which may hold NULL."""
    column = copied_column(change.column)  # do not change the model's
    column.nullable = True
    return ops.AddColumnOp(change.table_name, column, schema=change.schema)


def filled_later(change: ops.AddColumnOp) -> Iterator[Unit]:
    """Yield the column with its default for new rows, and the backfill of existing ones."""
    table, column, schema = change.table_name, change.column, change.schema
    empty = with_null(change)
    empty.column.server_default = None
    text = _default(column) or "NULL"
    default = Code(f"sa.text({bindless(text)!r})")
    yield Unit(
        Phase.EXPAND,
        (empty, Call("alter_column", table, column.name, server_default=default, schema=schema)),
        (empty.reverse(),),
        f"{table}: {MOMENT}",
    )
    yield fill(table, column.name, text, f"{quoted(column.name)} IS NULL", schema)


def fill(table: str, column: str, value: str, where: str, schema: str | None) -> Unit:
    """Return the unit that registers the backfill of a column.

    value, where  SQL: the new value, and the condition for the rows that get it
    """
    name = _name(table, column)
    call = Call("backfill", name, table, set_={column: value}, where=where, schema=schema)
    return Unit(Phase.BACKFILL, (call,), (Call("cancel_backfill", name),))


def not_null_when_filled(table: str, column: str, schema: str | None) -> Unit:
    """Return the unit that makes the column NOT NULL, after its backfill."""
    require = Call("require_backfill", _name(table, column))
    return Unit(
        Phase.CONTRACT,
        (require, Call("set_not_null_safely", table, column, schema=schema)),
        (Call("alter_column", table, column, nullable=Code("True"), schema=schema),),
        f"{table}: {CHECKED}",
    )


def _default(column: Column[Any]) -> str | None:
    default = column.server_default
    return default_text(default) if isinstance(default, DefaultClause) else None


def _name(table: str, column: str) -> str:
    return f"{table}.{column}"

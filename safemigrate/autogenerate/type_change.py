"""How a column's values become those of another type, where PostgreSQL asks for it.

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DATA-TYPE
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alembic.autogenerate.render import render_op, renderers
from alembic.operations import MigrateOperation
from alembic.operations.ops import AlterColumnOp
from sqlalchemy import Connection, String
from sqlalchemy.types import TypeEngine

from safemigrate.autogenerate.enum_types import enum_type
from safemigrate.autogenerate.normal_form import empty_copy
from safemigrate.autogenerate.sql_text import PLAIN, quoted

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext


class TypeChange(MigrateOperation):
    """op.alter_column(…, postgresql_using=…), which Alembic knows and does not write."""

    def __init__(self, change: AlterColumnOp, using: str) -> None:
        self.change, self.using = change, using


@renderers.dispatch_for(TypeChange)
def _render(context: AutogenContext, made: TypeChange) -> str:
    (line,) = render_op(context, made.change)
    return f"{line.removesuffix(')')}, postgresql_using={made.using!r})"


def both_ways(
    change: AlterColumnOp, connection: Connection
) -> tuple[MigrateOperation, MigrateOperation]:
    """Return a change of a column and its way back, with a word on how where one is needed."""
    new, old, back = change.modify_type, change.existing_type, change.reverse()
    if new is None or old is None:
        return change, back
    is_text = isinstance(old, String) and not enum_type(old)
    up: MigrateOperation = change
    down: MigrateOperation = back
    if not _assigned(change, connection, old, new):
        up = TypeChange(change, _using(change.column_name, old, new))
    if not is_text and not _assigned(change, connection, new, old):
        down = TypeChange(back, _using(change.column_name, new, old))
    return up, down


def _assigned(
    change: AlterColumnOp, connection: Connection, old: TypeEngine[Any], new: TypeEngine[Any]
) -> bool:
    """Return whether PostgreSQL changes one type into the other without being told how."""
    with empty_copy(connection, change.table_name, change.schema) as copy:
        column = change.column_name
        there = copy.becomes(column, _sql(old))
        return there and copy.becomes(column, _sql(old), _sql(new))


def _using(column: str, old: TypeEngine[Any], new: TypeEngine[Any]) -> str:
    text = "::text" if enum_type(old) or enum_type(new) else ""
    return f"{quoted(column)}{text}::{_sql(new)}"


def _sql(type_: TypeEngine[Any]) -> str:
    return PLAIN.type_compiler_instance.process(type_)

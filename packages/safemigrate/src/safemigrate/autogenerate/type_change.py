"""How a column's values are converted to another type, if PostgreSQL requires USING.

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DATA-TYPE
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from alembic.autogenerate.render import render_op, renderers
from alembic.operations import MigrateOperation
from alembic.operations.ops import AlterColumnOp
from sqlalchemy import Connection, String
from sqlalchemy.schema import DefaultClause
from sqlalchemy.types import TypeEngine

from safemigrate.autogenerate.call import Call, Code
from safemigrate.autogenerate.enum_types import enum_type
from safemigrate.autogenerate.normal_form import empty_copy
from safemigrate.autogenerate.sql_text import bindless, default_text, quoted, type_text

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext

# The system catalog has 'a'::stage, with the old type.
_WITHOUT_TYPE = re.compile(r"^('(?:[^']|'')*')::[^']+$")


class TypeChange(MigrateOperation):
    """op.alter_column(…, postgresql_using=…), which Alembic can run but does not write."""

    def __init__(self, change: AlterColumnOp, using: str) -> None:
        self.change, self.using = change, using


@renderers.dispatch_for(TypeChange)
def _render(context: AutogenContext, change: TypeChange) -> str:
    (line,) = render_op(context, change.change)
    return f"{line.removesuffix(')')}, postgresql_using={change.using!r})"


Steps = tuple[MigrateOperation, ...]


def both_ways(change: AlterColumnOp, connection: Connection) -> tuple[Steps, Steps]:
    """Return a change of a column and its downgrade, with USING if it is required."""
    return _steps(change, connection), _steps(change.reverse(), connection)


def _steps(change: AlterColumnOp, connection: Connection) -> Steps:
    """Return the change; a default that cannot be converted is dropped before and set after it."""
    old, new = change.existing_type, change.modify_type
    if old is None or new is None or _assigned(change, connection, old, new):
        return (change,)
    old_default, new_default = change.existing_server_default, change.modify_server_default
    change.modify_server_default = False
    steps: list[MigrateOperation] = [TypeChange(change, _using(change.column_name, old, new))]
    if isinstance(old_default, DefaultClause):
        steps.insert(0, _default(change, "None"))
    default = new_default if new_default is not False else old_default
    if isinstance(default, DefaultClause):
        text = _WITHOUT_TYPE.sub(r"\1", default_text(default))
        steps.append(_default(change, f"sa.text({bindless(text)!r})"))
    return tuple(steps)


def _default(change: AlterColumnOp, code: str) -> Call:
    place = change.table_name, change.column_name
    return Call("alter_column", *place, server_default=Code(code), schema=change.schema)


def _assigned(
    change: AlterColumnOp, connection: Connection, old: TypeEngine[Any], new: TypeEngine[Any]
) -> bool:
    """Return whether PostgreSQL converts one type to the other without USING."""
    if isinstance(new, String) and not enum_type(new):
        return True
    with empty_copy(connection, change.table_name, change.schema) as copy:
        column = change.column_name
        is_reachable = copy.becomes(column, type_text(old))
        return is_reachable and copy.becomes(column, type_text(old), type_text(new))


def _using(column: str, old: TypeEngine[Any], new: TypeEngine[Any]) -> str:
    text = "::text" if enum_type(old) or enum_type(new) else ""
    return f"{quoted(column)}{text}::{type_text(new)}"

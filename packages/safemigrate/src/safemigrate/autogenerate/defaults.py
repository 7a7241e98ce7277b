"""Server defaults that differ between model and table, compared as PostgreSQL parses them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from alembic.util import PriorityDispatchResult
from sqlalchemy import Column, Connection
from sqlalchemy.schema import DefaultClause

from safemigrate.autogenerate.normal_form import empty_copy
from safemigrate.autogenerate.sql_text import default_text

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from alembic.operations.ops import AlterColumnOp

_OF_A_SERIAL = re.compile(r"nextval\('.+'::regclass\)")


def compare_default(
    context: AutogenContext,
    change: AlterColumnOp,
    schema: str | None,
    table: str,
    name: str,
    live: Column[Any],
    model: Column[Any],
) -> PriorityDispatchResult:
    """Note a default that differs; Alembic compares identities and generated columns."""
    current, wanted = live.server_default, model.server_default
    if context.connection is None or not all(
        default is None or isinstance(default, DefaultClause) for default in (current, wanted)
    ):
        return PriorityDispatchResult.CONTINUE
    if _differs(context.connection, schema, table, live, model):
        change.modify_server_default = wanted
    return PriorityDispatchResult.STOP


def _differs(
    connection: Connection,
    schema: str | None,
    table: str,
    live: Column[Any],
    model: Column[Any],
) -> bool:
    current = (
        str(live.server_default.arg) if isinstance(live.server_default, DefaultClause) else None
    )
    default = model.server_default
    wanted = default_text(default) if isinstance(default, DefaultClause) else None
    if current is None or wanted is None:
        counts_itself = model is model.table.autoincrement_column and model.primary_key
        return current != wanted and not (
            counts_itself and wanted is None and _OF_A_SERIAL.fullmatch(str(current))
        )
    with empty_copy(connection, table, schema) as copy:
        written = copy.default(model.name, wanted)
        if written is None or written == current:
            return written is None
        return not copy.equal(model.name, current, written)

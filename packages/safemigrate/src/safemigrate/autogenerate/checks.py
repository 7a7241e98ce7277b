"""CHECK constraints that differ between model and table, compared as PostgreSQL parses them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from alembic.operations.ops import AlterColumnOp, ModifyTableOps
from alembic.util import PriorityDispatchResult
from sqlalchemy import CheckConstraint, Connection, Table, text
from sqlalchemy.types import TypeEngine

from safemigrate.autogenerate.check_differences import differences
from safemigrate.autogenerate.normal_form import empty_copy
from safemigrate.autogenerate.sql_text import PLAIN, quoted, type_text
from safemigrate.postgres.alembic_private import constraint_name, is_made_here, table_checks

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext

_LIVE = """
SELECT conname, pg_get_expr(conbin, conrelid) FROM pg_constraint
WHERE conrelid = to_regclass(:table) AND contype = 'c'
"""


def compare_checks(
    context: AutogenContext,
    changes: ModifyTableOps,
    schema: str | None,
    name: str,
    live: Table | None,
    model: Table | None,
) -> PriorityDispatchResult:
    """Propose to drop the checks that only the table has, and to add the model's."""
    if live is not None and model is not None and context.connection is not None:
        checks = _live(context, name, schema)
        wanted = sorted(_of_model(model), key=lambda check: str(constraint_name(check, PLAIN)))
        if checks or wanted:
            with empty_copy(context.connection, name, schema) as copy:
                # The old condition may not be valid for the new type.
                retyped = {
                    change.column_name: type_text(change.modify_type)
                    for change in changes.ops
                    if isinstance(change, AlterColumnOp) and change.modify_type is not None
                }
                changes.ops += differences(context, checks, wanted, copy, live, retyped=retyped)
    return PriorityDispatchResult.CONTINUE


def without_check(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    """Return the type without its CHECK, which a table in use gets in a step of its own."""
    if not getattr(type_, "create_constraint", False):
        return type_
    plain: Any = type_.copy()
    plain.create_constraint = False
    return plain  # type: ignore[no-any-return]


def _live(context: AutogenContext, table: str, schema: str | None) -> dict[str, str]:
    connection: Connection = context.connection  # type: ignore[assignment]
    rows = connection.execute(text(_LIVE), {"table": quoted(table, schema)})
    parents = {"table_name": table, "schema_name": schema}
    return {
        check: condition
        for check, condition in rows
        if context.run_name_filters(check, "check_constraint", parents)  # type: ignore[arg-type]
    }


def _of_model(model: Table) -> Iterator[CheckConstraint]:
    """Yield the checks that PostgreSQL creates for a model, including those of column types."""
    compiler = PLAIN.ddl_compiler(PLAIN, None)  # type: ignore[arg-type]
    for check in table_checks(model):
        if is_made_here(check, compiler):
            yield check

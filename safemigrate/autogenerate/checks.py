"""CHECK constraints that the models and a table do not share, by what PostgreSQL reads in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from alembic.operations.ops import (
    AlterColumnOp,
    CreateCheckConstraintOp,
    DropConstraintOp,
    ModifyTableOps,
)
from alembic.util import PriorityDispatchResult
from alembic.util.sqla_compat import _get_constraint_final_name as final_name
from alembic.util.sqla_compat import all_table_check_constraints
from sqlalchemy import CheckConstraint, Connection, Table, text
from sqlalchemy.sql.naming import conv
from sqlalchemy.types import TypeEngine

from safemigrate.autogenerate.chosen_names import of_check
from safemigrate.autogenerate.found import Found
from safemigrate.autogenerate.normal_form import Copy, empty_copy
from safemigrate.autogenerate.readable_condition import readable
from safemigrate.autogenerate.replaced_rules import replaced_check
from safemigrate.autogenerate.same_condition import same_condition
from safemigrate.autogenerate.sql_text import PLAIN, quoted, sql_text

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
    """Propose what drops the checks that only the table has, and adds those of the model."""
    if live is not None and model is not None and context.connection is not None:
        have = _live(context, name, schema)
        wanted = sorted(_of_model(model), key=lambda check: str(final_name(check, PLAIN)))
        if have or wanted:
            with empty_copy(context.connection, name, schema) as copy:
                # The old condition may mean nothing for another type.
                retyped = any(
                    isinstance(change, AlterColumnOp) and change.modify_type is not None
                    for change in changes.ops
                )
                changes.ops += _differences(context, have, wanted, copy, live, together=not retyped)
    return PriorityDispatchResult.CONTINUE


def without_check(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    """Return a type that brings no CHECK with it: a table in use gets that by itself."""
    if not getattr(type_, "create_constraint", False):
        return type_
    plain: Any = type_.copy()
    plain.create_constraint = False
    return plain  # type: ignore[no-any-return]


def _live(context: AutogenContext, table: str, schema: str | None) -> dict[str, str]:
    connection: Connection = context.connection  # type: ignore[assignment]
    rows = connection.execute(text(_LIVE), {"table": quoted(table, schema)})
    place = {"table_name": table, "schema_name": schema}
    return {
        check: condition
        for check, condition in rows
        if context.run_name_filters(check, "check_constraint", place)  # type: ignore[arg-type]
    }


def _of_model(model: Table) -> Iterator[CheckConstraint]:
    """Yield the checks that PostgreSQL has for a model, also those of its columns' types."""
    compiler = PLAIN.ddl_compiler(PLAIN, None)  # type: ignore[arg-type]
    for check in all_table_check_constraints(model):
        rule: Any = check._create_rule
        if rule is None or rule(compiler):
            yield check


def _differences(
    context: AutogenContext,
    have: dict[str, str],
    wanted: list[CheckConstraint],
    copy: Copy,
    live: Table,
    *,
    together: bool,
) -> Iterator[CreateCheckConstraintOp | DropConstraintOp | Found]:
    """Yield what makes of the checks that a table has those that are wanted.

    together  whether an old condition and a new one can be asked of the same row
    """
    left, missing = _unlike(have, wanted, copy)
    if together:
        yield from _replaced(context, left, missing, copy, live)
    for name, condition in sorted(left.items()):
        gone = CheckConstraint(condition, name=conv(name), table=live)
        if context.run_object_filters(gone, name, "check_constraint", True, None):
            yield _drop(name, condition, live)
    names = set(have)
    for check in missing:
        added = final_name(check, PLAIN)
        if added is None:
            added = of_check(live.name, sql_text(check.sqltext), names)
        names.add(added)
        if context.run_object_filters(check, conv(added), "check_constraint", False, None):
            yield CreateCheckConstraintOp(conv(added), live.name, check.sqltext, schema=live.schema)


def _unlike(
    have: dict[str, str], wanted: list[CheckConstraint], copy: Copy
) -> tuple[dict[str, str], list[CheckConstraint]]:
    """Return the checks that only the table has, by name, and those that it lacks."""
    left, missing = dict(have), []
    for check in sorted(wanted, key=lambda check: final_name(check, PLAIN) is None):
        condition = copy.check(sql_text(check.sqltext))
        name = final_name(check, PLAIN)
        if name is None:  # PostgreSQL chose one, so only what it says can be compared
            name = next((each for each in left if same_condition(left[each], condition)), None)
        if name is None or name not in left or not same_condition(left[name], condition):
            missing.append(check)
        else:
            del left[name]
    return left, missing


def _replaced(
    context: AutogenContext,
    left: dict[str, str],
    missing: list[CheckConstraint],
    copy: Copy,
    live: Table,
) -> Iterator[Found]:
    """Yield what takes the place of a check, and take both out of what is left and missing."""
    alone = len(left) == len(missing) == 1  # then one takes the other's place, whatever its name
    for check in list(missing):
        name = final_name(check, PLAIN) or (next(iter(left)) if alone else "")
        old, new = readable(left.get(name, "")), sql_text(check.sqltext)
        if not old or copy.check(f"({old}) OR ({new})") is None:
            continue
        missing.remove(check)
        del left[name]
        if context.run_object_filters(check, conv(name), "check_constraint", False, None):
            yield from replaced_check(live.name, live.schema, name, old=old, new=new)


def _drop(name: str, condition: str, table: Table) -> DropConstraintOp:
    back = CreateCheckConstraintOp(conv(name), table.name, readable(condition), schema=table.schema)
    return DropConstraintOp(conv(name), table.name, "check", schema=table.schema, _reverse=back)

"""What makes of the checks that a table has those of its model: dropped, added, or replaced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alembic.operations.ops import CreateCheckConstraintOp, DropConstraintOp
from sqlalchemy import CheckConstraint, Table
from sqlalchemy.sql.naming import conv

from safemigrate.autogenerate.chosen_names import of_check
from safemigrate.autogenerate.found import Found
from safemigrate.autogenerate.normal_form import Copy
from safemigrate.autogenerate.readable_condition import readable
from safemigrate.autogenerate.replaced_rules import replaced_check
from safemigrate.autogenerate.same_condition import same_condition
from safemigrate.autogenerate.sql_text import PLAIN, sql_text
from safemigrate.postgres.alembic_private import constraint_name

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext


def differences(
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
        added = constraint_name(check, PLAIN)
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
    for check in sorted(wanted, key=lambda check: constraint_name(check, PLAIN) is None):
        condition = copy.check(sql_text(check.sqltext))
        name = constraint_name(check, PLAIN)
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
        name = constraint_name(check, PLAIN) or (next(iter(left)) if alone else "")
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

"""The changes that turn a table's CHECK constraints into its model's: drop, add or replace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from alembic.operations.ops import CreateCheckConstraintOp, DropConstraintOp
from sqlalchemy import CheckConstraint, Table
from sqlalchemy.sql.naming import conv

from safemigrate.autogenerate.chosen_names import of_check
from safemigrate.autogenerate.difference import Difference
from safemigrate.autogenerate.normal_form import Copy
from safemigrate.autogenerate.readable_condition import readable
from safemigrate.autogenerate.replaced_rules import check_of_new_type, replaced_check
from safemigrate.autogenerate.same_condition import same_condition
from safemigrate.autogenerate.sql_text import PLAIN, sql_text
from safemigrate.postgres.alembic_private import constraint_name

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext


def differences(
    context: AutogenContext,
    current: dict[str, str],
    wanted: list[CheckConstraint],
    copy: Copy,
    live: Table,
    *,
    retyped: Mapping[str, str],
) -> Iterator[CreateCheckConstraintOp | DropConstraintOp | Difference]:
    """Yield the changes that turn a table's checks into the wanted ones.

    retyped  new types, by column: if there are any, no row can be checked by both conditions
    """
    surplus, missing = _unmatched(current, wanted, copy)
    if retyped:
        kept = [check for check in wanted if check not in missing]
        yield from _of_new_types(context, current, kept, copy, live, retyped)
    else:
        yield from _replaced(context, surplus, missing, copy, live)
    for name, condition in sorted(surplus.items()):
        check = CheckConstraint(condition, name=conv(name), table=live)
        if context.run_object_filters(check, name, "check_constraint", True, None):
            yield _drop(name, condition, live)
    names = set(current)
    for check in missing:
        added = constraint_name(check, PLAIN)
        if added is None:
            added = of_check(live.name, sql_text(check.sqltext), names)
        names.add(added)
        if context.run_object_filters(check, conv(added), "check_constraint", False, None):
            yield CreateCheckConstraintOp(conv(added), live.name, check.sqltext, schema=live.schema)


def _unmatched(
    current: dict[str, str], wanted: list[CheckConstraint], copy: Copy
) -> tuple[dict[str, str], list[CheckConstraint]]:
    """Return the checks that only the table has, by name, and the model's that it lacks."""
    surplus, missing = dict(current), []
    for check in sorted(wanted, key=lambda check: constraint_name(check, PLAIN) is None):
        condition = copy.check(sql_text(check.sqltext))
        name = constraint_name(check, PLAIN)
        if name is None:  # PostgreSQL chose the name, so only conditions can be compared
            name = next((key for key in surplus if same_condition(surplus[key], condition)), None)
        if name is None or name not in surplus or not same_condition(surplus[name], condition):
            missing.append(check)
        else:
            del surplus[name]
    return surplus, missing


def _of_new_types(
    context: AutogenContext,
    current: dict[str, str],
    kept: list[CheckConstraint],
    copy: Copy,
    live: Table,
    types: Mapping[str, str],
) -> Iterator[Difference]:
    """Yield the replacement of each kept check that the changes of type will alter."""
    for check in kept:
        wanted = sql_text(check.sqltext)
        name = constraint_name(check, PLAIN)
        if name is None:
            condition = copy.check(wanted)
            name = next(key for key in current if same_condition(current[key], condition))
        after, new = copy.checks_of_new_types(current[name], wanted, types)
        if after is None or new is None or same_condition(after, new):
            continue
        if context.run_object_filters(check, conv(name), "check_constraint", False, None):
            old = readable(after)
            yield check_of_new_type(live.name, live.schema, name, old=old, new=wanted)


def _replaced(
    context: AutogenContext,
    surplus: dict[str, str],
    missing: list[CheckConstraint],
    copy: Copy,
    live: Table,
) -> Iterator[Difference]:
    """Yield the replacement of a check, and remove both checks from surplus and missing."""
    alone = len(surplus) == len(missing) == 1  # one replaces the other, whatever their names
    for check in list(missing):
        name = constraint_name(check, PLAIN) or (next(iter(surplus)) if alone else "")
        old, new = readable(surplus.get(name, "")), sql_text(check.sqltext)
        if not old or copy.check(f"({old}) OR ({new})") is None:
            continue
        missing.remove(check)
        del surplus[name]
        if context.run_object_filters(check, conv(name), "check_constraint", False, None):
            yield from replaced_check(live.name, live.schema, name, old=old, new=new)


def _drop(name: str, condition: str, table: Table) -> DropConstraintOp:
    add = CreateCheckConstraintOp(conv(name), table.name, readable(condition), schema=table.schema)
    return add.reverse()

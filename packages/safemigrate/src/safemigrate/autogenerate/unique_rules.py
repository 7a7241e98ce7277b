"""Whether a unique constraint is checked at once or at commit, which Alembic does not compare.

https://www.postgresql.org/docs/current/sql-createtable.html (DEFERRABLE)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alembic.operations.ops import CreateUniqueConstraintOp, DropConstraintOp, ModifyTableOps
from alembic.util import PriorityDispatchResult
from sqlalchemy import Table, UniqueConstraint, text

from safemigrate.autogenerate.call import Call, Code
from safemigrate.autogenerate.constraints import added_unique
from safemigrate.autogenerate.difference import Difference
from safemigrate.autogenerate.sql_text import PLAIN, quoted
from safemigrate.autogenerate.unit import BUILT, MOMENT, Phase, Unit
from safemigrate.postgres.alembic_private import constraint_name, reverse_of

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext

_LIVE = """
SELECT k.conname, CASE WHEN k.condeferrable THEN true END,
  CASE WHEN k.condeferred THEN 'DEFERRED' END,
  array(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u (number, place)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number ORDER BY u.place)
FROM pg_constraint k WHERE k.conrelid = to_regclass(:table) AND k.contype = 'u'
"""
_Rules = dict[str, CreateUniqueConstraintOp]


def compare_unique_rules(
    context: AutogenContext,
    changes: ModifyTableOps,
    schema: str | None,
    name: str,
    live: Table | None,
    model: Table | None,
) -> PriorityDispatchResult:
    """Record the deferrability of dropped constraints; propose those that differ only in that."""
    if live is not None and model is not None and context.connection is not None:
        rows = context.connection.execute(text(_LIVE), {"table": quoted(name, schema)})
        current = {
            rule: CreateUniqueConstraintOp(
                rule, name, columns, schema=schema, deferrable=deferrable, initially=initially
            )
            for rule, deferrable, initially, columns in rows
        }
        for change in changes.ops:
            if isinstance(change, DropConstraintOp) and change.constraint_name in current:
                rule = current.pop(str(change.constraint_name))
                reverse_op = reverse_of(change)
                if isinstance(reverse_op, CreateUniqueConstraintOp):
                    reverse_op.kw |= rule.kw
        changes.ops += _changed(current, model)
    return PriorityDispatchResult.CONTINUE


def _changed(current: _Rules, model: Table) -> Iterator[Difference]:
    rules = [rule for rule in model.constraints if isinstance(rule, UniqueConstraint)]
    for rule in sorted(rules, key=lambda rule: rule.columns.keys()):
        columns = [column.name for column in rule.columns]
        given_name = constraint_name(rule, PLAIN)
        old = next(
            (
                constraint
                for name, constraint in current.items()
                if list(constraint.columns) == columns and given_name in {None, name}
            ),
            None,
        )
        new = CreateUniqueConstraintOp.from_constraint(rule)
        if old is not None and _deferral(old) != _deferral(new):
            new.constraint_name = old.constraint_name
            yield from _replaced(old, new)


def _deferral(rule: CreateUniqueConstraintOp) -> tuple[bool, str]:
    initially = str(rule.kw.get("initially") or "IMMEDIATE").upper()
    return bool(rule.kw.get("deferrable")), initially


def _replaced(old: CreateUniqueConstraintOp, new: CreateUniqueConstraintOp) -> Iterator[Difference]:
    add_old, add_new = added_unique(old), added_unique(new)
    if add_old is None or add_new is None:
        return
    name = Code(f"op.f({str(old.constraint_name)!r})")
    drop = Call("drop_constraint", name, old.table_name, type_="unique", schema=old.schema)
    for up, down in ((drop, add_old), (add_new, drop)):
        unit = Unit(Phase.CONTRACT, (up,), (down,), f"{old.table_name}: {BUILT}; then {MOMENT}")
        yield Difference(unit, "unique", old.schema, old.table_name, str(old.constraint_name))

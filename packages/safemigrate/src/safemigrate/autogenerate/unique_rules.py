"""When a unique rule is checked, at once or at the transaction's end, which Alembic does not see.

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
from safemigrate.autogenerate.found import Found
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
    """Note when each rule that goes was checked, and propose those that change in nothing else."""
    if live is not None and model is not None and context.connection is not None:
        rows = context.connection.execute(text(_LIVE), {"table": quoted(name, schema)})
        have = {
            rule: CreateUniqueConstraintOp(
                rule, name, columns, schema=schema, deferrable=deferrable, initially=initially
            )
            for rule, deferrable, initially, columns in rows
        }
        for change in changes.ops:
            if isinstance(change, DropConstraintOp) and change.constraint_name in have:
                gone = have.pop(str(change.constraint_name))
                back = reverse_of(change)
                if isinstance(back, CreateUniqueConstraintOp):
                    back.kw |= gone.kw
        changes.ops += _changed(have, model)
    return PriorityDispatchResult.CONTINUE


def _changed(have: _Rules, model: Table) -> Iterator[Found]:
    rules = [rule for rule in model.constraints if isinstance(rule, UniqueConstraint)]
    for rule in sorted(rules, key=lambda rule: rule.columns.keys()):
        columns = [column.name for column in rule.columns]
        named = constraint_name(rule, PLAIN)
        old = next(
            (
                each
                for name, each in have.items()
                if list(each.columns) == columns and named in {None, name}
            ),
            None,
        )
        new = CreateUniqueConstraintOp.from_constraint(rule)
        if old is not None and _when(old) != _when(new):
            new.constraint_name = old.constraint_name
            yield from _replaced(old, new)


def _when(rule: CreateUniqueConstraintOp) -> tuple[bool, str]:
    initially = str(rule.kw.get("initially") or "IMMEDIATE").upper()
    return bool(rule.kw.get("deferrable")), initially


def _replaced(old: CreateUniqueConstraintOp, new: CreateUniqueConstraintOp) -> Iterator[Found]:
    had, has = added_unique(old), added_unique(new)
    if had is None or has is None:
        return
    name = Code(f"op.f({str(old.constraint_name)!r})")
    gone = Call("drop_constraint", name, old.table_name, type_="unique", schema=old.schema)
    for up, down in ((gone, had), (has, gone)):
        unit = Unit(Phase.CONTRACT, (up,), (down,), f"{old.table_name}: {BUILT}; then {MOMENT}")
        yield Found(unit, "unique", old.schema, old.table_name, str(old.constraint_name))

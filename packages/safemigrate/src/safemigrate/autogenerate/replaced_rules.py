"""A check or a foreign key that changes and keeps its name: there is no moment without a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from alembic.operations import MigrateOperation, ops

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.constraints import key_words
from safemigrate.autogenerate.found import Found
from safemigrate.autogenerate.unit import CHECKED, MOMENT, Phase, Unit

REPLACED = "replaced_rule"


def replaced_check(
    table: str, schema: str | None, name: str, *, old: str, new: str
) -> Iterator[Found]:
    """Yield two steps: first what obeys either condition is let in, and then only the new one.

    Code that runs now obeys the old condition, and code that comes the new one.

    old, new  conditions, as SQL
    """
    either = f"({old}) OR ({new})"
    for phase, before, after in ((Phase.EXPAND, old, either), (Phase.CONTRACT, either, new)):
        up, down = (
            Call("replace_check_safely", name, table, condition, schema=schema)
            for condition in (after, before)
        )
        yield Found(_unit(phase, table, up, down), REPLACED, schema, table, name)


def with_replaced_keys(changes: Iterable[MigrateOperation]) -> Iterator[MigrateOperation]:
    """Yield the changes; a key that goes and comes between the same columns becomes one."""
    changes = list(changes)
    new = [change for change in changes if isinstance(change, ops.CreateForeignKeyOp)]
    replaced: list[MigrateOperation] = []
    for change in changes:
        old = _key_that_goes(change)
        key = next((each for each in new if old and _takes_place(each, old)), None)
        if old and key:
            new.remove(key)
            replaced.append(key)
            yield _replaced_key(old, key)
        elif change not in replaced:
            yield change


def _key_that_goes(change: MigrateOperation) -> ops.CreateForeignKeyOp | None:
    if not isinstance(change, ops.DropConstraintOp) or change.constraint_type != "foreignkey":
        return None
    old = change.reverse()
    if not isinstance(old, ops.CreateForeignKeyOp):
        return None
    old.constraint_name = change.constraint_name
    return old


def _takes_place(new: ops.CreateForeignKeyOp, old: ops.CreateForeignKeyOp) -> bool:
    """Return whether a key refers as another did, under its name or none."""
    return _ends(new) == _ends(old) and new.constraint_name in {None, old.constraint_name}


def _ends(key: ops.CreateForeignKeyOp) -> tuple[object, ...]:
    schemas = key.kw.get("source_schema"), key.kw.get("referent_schema")
    columns = list(key.local_cols), list(key.remote_cols)
    return key.source_table, key.referent_table, *schemas, *columns


def _replaced_key(old: ops.CreateForeignKeyOp, new: ops.CreateForeignKeyOp) -> Found:
    new.constraint_name = old.constraint_name
    up, down = (
        Call("replace_foreign_key_safely", *values, **words)
        for values, words in (key_words(new), key_words(old))
    )
    unit = _unit(Phase.CONTRACT, f"{new.source_table} and {new.referent_table}", up, down)
    schema = new.kw.get("source_schema")
    return Found(unit, REPLACED, schema, new.source_table, str(new.constraint_name))


def _unit(phase: Phase, table: str, up: Call, down: Call) -> Unit:
    return Unit(phase, (up,), (down,), f"{table}: {CHECKED}; then {MOMENT}")

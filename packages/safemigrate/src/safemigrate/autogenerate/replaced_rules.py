"""Changed checks and foreign keys that keep their names: replaced without a gap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from alembic.operations import MigrateOperation, ops

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.constraints import key_words
from safemigrate.autogenerate.difference import Difference
from safemigrate.autogenerate.unit import CHECKED, KEY_CHECKED, MOMENT, Phase, Unit

REPLACED = "replaced_rule"


def replaced_check(
    table: str, schema: str | None, name: str, *, old: str, new: str
) -> Iterator[Difference]:
    """Yield two steps: first allow rows that satisfy either condition, then only the new one.

    Running code satisfies the old condition, and the next code the new one.

    old, new  conditions, as SQL
    """
    either = f"({old}) OR ({new})"
    for phase, before, after in ((Phase.EXPAND, old, either), (Phase.CONTRACT, either, new)):
        up, down = (
            Call("replace_check_safely", name, table, condition, schema=schema)
            for condition in (after, before)
        )
        unit = Unit(phase, (up,), (down,), f"{table}: {CHECKED}; then {MOMENT}")
        yield Difference(unit, REPLACED, schema, table, name)


def check_of_new_type(
    table: str, schema: str | None, name: str, *, old: str, new: str
) -> Difference:
    """Return the replacement of a check that a change of type left with casts to the old type.

    Its arithmetic stays that of the old type: n / 2 > 3 holds for 7 if n was a numeric.

    old, new  conditions of the column's new type, as SQL
    """
    up, down = (
        Call("replace_check_safely", name, table, condition, schema=schema)
        for condition in (new, old)
    )
    unit = Unit(Phase.CONTRACT, (up,), (down,), f"{table}: {CHECKED}; then {MOMENT}")
    return Difference(unit, "check_of_new_type", schema, table, name)


def with_replaced_keys(changes: Iterable[MigrateOperation]) -> Iterator[MigrateOperation]:
    """Yield the changes; the drop and the addition of a key on the same columns become one."""
    changes = list(changes)
    new = [change for change in changes if isinstance(change, ops.CreateForeignKeyOp)]
    replaced: list[MigrateOperation] = []
    for change in changes:
        old = _dropped_key(change)
        key = next((key for key in new if old and _takes_place(key, old)), None)
        if old and key:
            new.remove(key)
            replaced.append(key)
            yield _replaced_key(old, key)
        elif change not in replaced:
            yield change


def _dropped_key(change: MigrateOperation) -> ops.CreateForeignKeyOp | None:
    if not isinstance(change, ops.DropConstraintOp) or change.constraint_type != "foreignkey":
        return None
    old = change.reverse()
    if not isinstance(old, ops.CreateForeignKeyOp):
        return None
    old.constraint_name = change.constraint_name
    return old


def _takes_place(new: ops.CreateForeignKeyOp, old: ops.CreateForeignKeyOp) -> bool:
    """Return whether a key refers to the same columns as the old one, with its name or none."""
    return _ends(new) == _ends(old) and new.constraint_name in {None, old.constraint_name}


def _ends(key: ops.CreateForeignKeyOp) -> tuple[object, ...]:
    schemas = key.kw.get("source_schema"), key.kw.get("referent_schema")
    columns = list(key.local_cols), list(key.remote_cols)
    return key.source_table, key.referent_table, *schemas, *columns


def _replaced_key(old: ops.CreateForeignKeyOp, new: ops.CreateForeignKeyOp) -> Difference:
    new.constraint_name = old.constraint_name
    up, down = (
        Call("replace_foreign_key_safely", *values, **words)
        for values, words in (key_words(new), key_words(old))
    )
    locks = f"{new.source_table} and {new.referent_table}: {KEY_CHECKED}; then {MOMENT}"
    unit = Unit(Phase.CONTRACT, (up,), (down,), locks)
    schema = new.kw.get("source_schema")
    return Difference(unit, REPLACED, schema, new.source_table, str(new.constraint_name))

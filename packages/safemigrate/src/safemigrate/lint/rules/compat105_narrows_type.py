"""A narrower type rejects or truncates values that running code writes.

A shorter varchar, integer instead of bigint, fewer digits: the change fails on
the first row that does not fit (numeric and timestamp round it silently), and
so does every later INSERT of code that uses the old limit.

First make the code respect the new limit, and enforce it on new rows:

    op.create_check_constraint(
        "ck_users_name_length", "users", "length(name) <= 20",
        postgresql_not_valid=True,
    )

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DATA-TYPE
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.free_type_change import widens
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AlterType, Type

ID = "COMPAT105"

_SIZE = {"smallint": 1, "integer": 2, "bigint": 3, "real": 1, "double precision": 2}
_FAMILIES = ({"smallint", "integer", "bigint"}, {"real", "double precision"})
_TEXT = {"text", "varchar", "char"}
_SIZED = {"varchar", "numeric", "varbit", "char", "timestamp", "timestamptz", "time", "interval"}


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AlterType):
        old = step.before.type_of(op.table, op.column)
        if old is None or not _narrows(old, op.type):
            continue  # every value still fits
        if migration.is_new_column(step, op.table, op.column):
            continue  # no released code writes it
        yield Finding(
            ID,
            step.lines,
            f"Not every {old} fits in {op.type}: the change of {op.table}.{op.column} rejects or "
            "truncates the first value that does not fit, and running code can write more of them.",
            "enforce the new limit with a NOT VALID CHECK, and validate it once all rows satisfy "
            "it.",
        )


def _narrows(old: Type, new: Type) -> bool:
    if old.array != new.array:
        return False
    if any({old.name, new.name} <= family for family in _FAMILIES):
        return _SIZE[new.name] < _SIZE[old.name]
    if {old.name, new.name} <= _TEXT:
        return bool(new.modifiers) and (not old.modifiers or new.modifiers < old.modifiers)
    return old.name == new.name and old.name in _SIZED and not _keeps_all_values(old, new)


def _keeps_all_values(old: Type, new: Type) -> bool:
    """Return whether a type of the same name keeps every value, with its digits and scale."""
    if old.name != "numeric" or not old.modifiers or not new.modifiers:
        return widens(old, new)
    precision, scale = (*old.modifiers, 0)[:2]
    new_precision, new_scale = (*new.modifiers, 0)[:2]
    return new_scale >= scale and new_precision - new_scale >= precision - scale

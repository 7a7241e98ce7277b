"""A type change that PostgreSQL does not cast automatically needs USING.

It casts integer to text, but for text to integer it answers "cannot be cast
automatically". So one of upgrade() and downgrade() fails.

    def downgrade():
        op.alter_column(
            "orders", "number", type_=sa.Integer(),
            postgresql_using="number::integer",
        )

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DATA-TYPE
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AlterType, Type
from safemigrate.lint.wording import bare_name

ID = "REV303"

_TEXT = {"text", "varchar", "char"}
_NUMBERS = {"smallint", "integer", "bigint", "numeric", "real", "double precision"}
_TIMES = {"date", "timestamp", "timestamptz"}
_FAMILIES = (_TEXT, _NUMBERS, _TIMES, {"json", "jsonb"}, {"bit", "varbit"}, {"cidr", "inet"})
# These types have assignment casts only to text and within a family above.
_CHECKED_TYPES = frozenset().union(*_FAMILIES, {"boolean", "uuid", "bytea", "interval"})


def check(migration: Migration) -> Iterator[Finding]:
    functions = {"upgrade": migration.steps, "downgrade": migration.downgrade_steps}
    for function, steps in functions.items():
        for step in steps:
            op = step.operation
            if not isinstance(op, AlterType) or op.using:
                continue
            old = step.before.type_of(op.table, op.column)
            if old is None or not _needs_using(old, op.type, step.before.enums):
                continue  # PostgreSQL casts automatically
            yield Finding(
                ID,
                step.lines,
                f"{function}() fails here: {op.table}.{op.column} cannot be cast automatically "
                f"from {old} to {op.type}.",
                "say how to cast it:\n"
                f'op.alter_column("{bare_name(op.table)}", "{op.column}", type_=…, '
                f'postgresql_using="{op.column}::{op.type}")',
            )


def _needs_using(old: Type, new: Type, enums: object) -> bool:
    if old.name == new.name or new.name in _TEXT:
        return old.array != new.array and new.name not in _TEXT
    checked = _CHECKED_TYPES | set(enums if isinstance(enums, dict) else ())
    if not {old.name, new.name} <= checked:
        return False
    return not any({old.name, new.name} <= family for family in _FAMILIES)

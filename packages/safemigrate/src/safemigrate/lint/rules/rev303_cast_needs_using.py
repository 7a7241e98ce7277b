"""A change of type that PostgreSQL does not make by itself needs USING, both ways.

From integer to text it casts by itself; back from text to integer it answers
"cannot be cast automatically". So upgrade() runs and downgrade() fails, or the
other way round.

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
from safemigrate.lint.wording import bare

ID = "REV303"

_TEXT = {"text", "varchar", "char"}
_NUMBERS = {"smallint", "integer", "bigint", "numeric", "real", "double precision"}
_TIMES = {"date", "timestamp", "timestamptz"}
_FAMILIES = (_TEXT, _NUMBERS, _TIMES, {"json", "jsonb"}, {"bit", "varbit"}, {"cidr", "inet"})
# Every type above and these have no assignment cast but those within a family and to text.
_KNOWN = frozenset().union(*_FAMILIES, {"boolean", "uuid", "bytea", "interval"})


def check(migration: Migration) -> Iterator[Finding]:
    for way, steps in (("upgrade", migration.steps), ("downgrade", migration.back)):
        for step in steps:
            op = step.operation
            if not isinstance(op, AlterType) or op.using:
                continue
            old = step.before.type_of(op.table, op.column)
            if old is None or not _needs_using(old, op.type, step.before.enums):
                continue  # PostgreSQL casts by itself
            yield Finding(
                ID,
                step.lines,
                f"{way}() fails here: {op.table}.{op.column} cannot be cast automatically from "
                f"{old} to {op.type}.",
                "say how:\n"
                f'op.alter_column("{bare(op.table)}", "{op.column}", type_=…, '
                f'postgresql_using="{op.column}::{op.type}")',
            )


def _needs_using(old: Type, new: Type, enums: object) -> bool:
    if old.name == new.name or new.name in _TEXT:
        return old.array != new.array and new.name not in _TEXT
    known = _KNOWN | set(enums if isinstance(enums, dict) else ())
    if not {old.name, new.name} <= known:
        return False
    return not any({old.name, new.name} <= family for family in _FAMILIES)

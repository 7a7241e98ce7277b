"""A new UNIQUE or PRIMARY KEY blocks all access while its index is built.

ADD CONSTRAINT takes ACCESS EXCLUSIVE, which blocks even SELECT. These build the
index concurrently first, and make a primary key's columns NOT NULL as LOCK007
does:

    op.add_unique_safely("uq_users_email", "users", ["email"])
    op.add_primary_key_safely("users_pkey", "users", ["id"])

In plain Alembic, build a unique index (LOCK001). The next revision makes it the
constraint, which is quick if a primary key's columns are NOT NULL:

    op.execute(
        "ALTER TABLE users ADD CONSTRAINT uq_users_email "
        "UNIQUE USING INDEX uq_users_email"
    )

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddConstraint, Constraint
from safemigrate.lint.wording import autocommit_block, bare_name, lock_effect, name_list, schema_arg

ID = "LOCK008"

_WORDS = {"unique": "UNIQUE", "primary": "PRIMARY KEY"}


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AddConstraint):
        key = op.constraint
        if key.kind not in _WORDS or migration.is_new(step, op.table):
            continue  # a new table has no rows to index
        words = f"ADD {_WORDS[key.kind]} {key.name or ''}".rstrip()
        if step.effects.builds:
            yield Finding(
                ID,
                step.lines,
                f"{words} {lock_effect(ACCESS_EXCLUSIVE, op.table)} while its index is built.",
                _help(op.table, key),
            )
        elif step.effects.scans:
            yield Finding(
                ID,
                step.lines,
                f"{words} {lock_effect(ACCESS_EXCLUSIVE, op.table)} while every row is checked, "
                "because its columns may hold NULL.",
                "first make the columns NOT NULL, as LOCK007 explains.",
            )


def _help(table: str, key: Constraint) -> str:
    suffix = "pkey" if key.kind == "primary" else "key"
    name = key.name or "_".join([bare_name(table), *key.columns[:1], suffix])
    block = autocommit_block(
        f'op.create_index("{name}", "{bare_name(table)}", {name_list(key.columns)}'
        f"{schema_arg(table)}, unique=True, postgresql_concurrently=True)"
    )
    return (
        "build the index concurrently, and turn it into the constraint in the next revision:\n"
        f"{block}\n"
        "# next revision\n"
        f'op.execute("ALTER TABLE {table} ADD CONSTRAINT {name} {_WORDS[key.kind]} USING INDEX '
        f'{name}")'
    )

"""A new UNIQUE or PRIMARY KEY blocks all reads and writes while its index is built.

ADD UNIQUE and ADD PRIMARY KEY take ACCESS EXCLUSIVE, which blocks even SELECT,
and build an index under that lock.

First build the index concurrently. Then turn it into the constraint, which is
quick:

    def upgrade():
        with op.get_context().autocommit_block():
            op.create_index(
                "uq_users_email", "users", ["email"],
                unique=True, postgresql_concurrently=True,
            )

    # the next revision
    def upgrade():
        op.execute(
            "ALTER TABLE users ADD CONSTRAINT uq_users_email "
            "UNIQUE USING INDEX uq_users_email"
        )

A primary key's columns must already be NOT NULL. Otherwise USING INDEX still
reads the whole table under the lock to check them (LOCK007 has the safe way).

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

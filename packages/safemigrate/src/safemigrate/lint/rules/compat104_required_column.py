"""A new NOT NULL column without a default fails.

If the table has rows, PostgreSQL rejects the column. If it has none, every
INSERT of running code fails, because that code does not name the column. Give
it a constant default, which costs nothing and can be dropped later:

    op.add_column(
        "users",
        sa.Column(
            "active", sa.Boolean(), nullable=False, server_default="true"
        ),
    )

Or add it without NOT NULL, fill it, and set NOT NULL (LOCK007).

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-COLUMN
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddColumn

ID = "COMPAT104"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AddColumn):
        column = op.column
        if not column.not_null or (column.default or "NULL").upper() != "NULL":
            continue  # every INSERT has a value for it
        if column.identity or column.serial or column.generated:
            continue  # PostgreSQL fills it
        if migration.is_new(step, op.table):
            continue  # no rows, and no released code inserts any
        yield Finding(
            ID,
            step.lines,
            f"ADD COLUMN {op.table}.{column.name} is NOT NULL without a default: it fails if the "
            "table has rows, and every INSERT of code that does not name the column fails, too.",
            "give it a default (a constant costs nothing):\n"
            f'op.execute("ALTER TABLE {op.table} ADD COLUMN {column.name} {column.type} NOT NULL '
            'DEFAULT …")',
        )

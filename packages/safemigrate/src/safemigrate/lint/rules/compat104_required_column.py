"""A NOT NULL column without a default fails on the first row, and in code that does not know it.

PostgreSQL refuses the column where the table has rows: they would hold NULL.
Where it has none, every INSERT of the version that is still running fails,
because that version does not name the column.

Give it a default that the server knows (which costs nothing), and drop that
later if you like:

    op.add_column(
        "users",
        sa.Column(
            "active", sa.Boolean(), nullable=False, server_default="true"
        ),
    )

Or add it without NOT NULL, fill it, and set NOT NULL as LOCK007 explains.

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
            f"NOT NULL without a default: ADD COLUMN {op.table}.{column.name} fails where the "
            "table has a row, and so does every INSERT of code that does not know the column.",
            "give it a default, which is free where it is a constant:\n"
            f'op.execute("ALTER TABLE {op.table} ADD COLUMN {column.name} {column.type} NOT NULL '
            'DEFAULT …")',
        )

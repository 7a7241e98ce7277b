"""A NOT NULL column that loses its default breaks the INSERTs that rely on it.

Code that is still running does not name the column when it inserts a row, and
gets the default. Without it, every such INSERT fails. That is also true where
one revision adds a NOT NULL column with a default and drops the default again.

Drop it when all running code names the column, in a revision that says so:

    phase = "contract"

    def upgrade():
        op.alter_column("users", "active", server_default=None)

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-DEFAULT
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import SetDefault

ID = "COMPAT106"


def check(migration: Migration) -> Iterator[Finding]:
    if migration.phase == "contract":
        return  # its author says that all running code names the column
    for step, op in migration.each(SetDefault):
        column = step.before.column(op.table, op.column)
        if op.default is not None or column is None or not column.not_null:
            continue  # NULL stands in where the column may hold it
        if migration.is_new(step, op.table):
            continue  # no released code inserts into it
        yield Finding(
            ID,
            step.lines,
            f"Code that is still running inserts into {op.table} without {op.column}, and fails "
            "when its default is gone: the column is NOT NULL.",
            'deploy code that names the column first, then say in this file:\nphase = "contract"',
        )

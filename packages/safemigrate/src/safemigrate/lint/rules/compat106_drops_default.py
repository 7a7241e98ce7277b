"""Dropping the default of a NOT NULL column breaks INSERTs that rely on it.

Running code that does not name the column gets the default; without it, each
INSERT fails. This also happens if one revision adds a NOT NULL column with a
default and drops the default. Drop it once all running code names the column:

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
            continue  # the column gets NULL instead
        if migration.is_new(step, op.table):
            continue  # no released code inserts into it
        yield Finding(
            ID,
            step.lines,
            f"Running code inserts into {op.table} without {op.column}, and fails once its default "
            "is dropped: the column is NOT NULL.",
            'first deploy code that names the column, then set in this file:\nphase = "contract"',
        )

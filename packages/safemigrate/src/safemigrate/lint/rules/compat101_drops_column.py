"""A dropped column breaks the code that is still running.

While a new version is rolled out, the old one goes on: its models name every
column in each SELECT and INSERT, so all of them fail from the moment the column
is gone.

Deploy code that no longer maps the column first. Then drop it, in a revision
that says so:

    phase = "contract"

    def upgrade():
        op.drop_column("users", "fax")

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-COLUMN
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import DropColumn

ID = "COMPAT101"


def check(migration: Migration) -> Iterator[Finding]:
    if migration.phase == "contract":
        return  # its author says that no running code uses what it drops
    for step, op in migration.each(DropColumn):
        if migration.is_new_column(step, op.table, op.column):
            continue  # no released code knows it
        yield Finding(
            ID,
            step.lines,
            f"Code that is still running selects {op.table}.{op.column}, and fails when it is "
            "gone.",
            'deploy code that no longer maps it first, then say in this file:\nphase = "contract"',
        )

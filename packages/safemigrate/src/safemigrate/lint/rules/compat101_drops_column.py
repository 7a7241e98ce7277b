"""Dropping a column breaks running code.

The version that keeps running during a rollout names every column of its models
in each SELECT and INSERT. First deploy code that no longer maps the column.
Then drop it:

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
            continue  # no released code uses it
        yield Finding(
            ID,
            step.lines,
            f"Running code still selects {op.table}.{op.column}, and fails once it is dropped.",
            'first deploy code that no longer maps it, then set in this file:\nphase = "contract"',
        )

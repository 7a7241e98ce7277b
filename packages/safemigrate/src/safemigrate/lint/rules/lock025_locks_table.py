"""LOCK TABLE keeps others out until the transaction ends, whatever the revision does meanwhile.

Migrations take the locks that they need. One that is taken by hand is mostly
there to keep rows from changing under a copy; and that is done better with a
trigger that keeps both places equal, and batches.

    # instead of LOCK TABLE orders, copy, DROP:
    # 1. a trigger on orders that writes every change to the new table, too
    # 2. the old rows, in batches
    # 3. one revision that swaps the names

https://www.postgresql.org/docs/current/sql-lock.html
"""

from collections.abc import Iterator

from safemigrate.lint.effects import BLOCKS_WRITING
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import LockTable
from safemigrate.lint.wording import takes

ID = "LOCK025"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(LockTable):
        if op.mode not in BLOCKS_WRITING:
            continue  # keeps nobody from reading or writing
        if migration.is_new(step, op.table):
            continue  # nobody uses the table yet
        yield Finding(
            ID,
            step.lines,
            f"LOCK TABLE {takes(op.mode, op.table)} until the transaction ends.",
            "leave it out: each statement takes the lock that it needs.",
        )

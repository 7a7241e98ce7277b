"""LOCK TABLE blocks others until the transaction ends.

Migrations take the locks that they need. To keep rows from changing during a
copy, use a trigger and batches:

    # instead of LOCK TABLE orders, copy, DROP:
    # 1. a trigger on orders that also writes every change to the new table
    # 2. the existing rows, in batches
    # 3. one revision that swaps the names

https://www.postgresql.org/docs/current/sql-lock.html
"""

from collections.abc import Iterator

from safemigrate.lint.effects import BLOCKS_WRITING
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import LockTable
from safemigrate.lint.wording import lock_effect

ID = "LOCK025"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(LockTable):
        if op.mode not in BLOCKS_WRITING:
            continue  # blocks neither reads nor writes
        if migration.is_new(step, op.table):
            continue  # nobody uses the table yet
        yield Finding(
            ID,
            step.lines,
            f"LOCK TABLE {lock_effect(op.mode, op.table)} until the transaction ends.",
            "remove it: each statement takes the lock that it needs.",
        )

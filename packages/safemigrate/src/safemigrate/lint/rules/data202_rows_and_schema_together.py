"""Changing many rows together with the schema blocks the table.

ALTER TABLE locks the table until the transaction ends, also during the
revision's UPDATE, DELETE or INSERT … SELECT. Change the rows in the next
revision:

    # 0041
    op.add_column("users", sa.Column("active", sa.Boolean()))

    # 0042
    …the rows, in batches (DATA201)

https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import ChangeRows
from safemigrate.lint.slow import is_large
from safemigrate.lint.wording import consequence

ID = "DATA202"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(ChangeRows):
        if not is_large(step) or migration.is_new(step, op.table):
            continue  # few rows, or LOCK017's
        for earlier in migration.earlier(step):
            lock = migration.blocking_lock(earlier)
            if lock is None:
                continue
            table, mode = lock
            yield Finding(
                ID,
                step.lines,
                f"Until this {op.verb} of {op.table} finishes, {consequence(mode, table)}: line "
                f"{earlier.line} locks {table} with {mode} until the transaction ends.",
                "move it to the next revision, and change the rows in batches (DATA201).",
            )
            break

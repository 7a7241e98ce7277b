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

from safemigrate.lint.effects import BLOCKS_WRITING
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import ChangeRows, CreateTable
from safemigrate.lint.slow import is_large
from safemigrate.lint.wording import consequence

ID = "DATA202"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(ChangeRows):
        if not is_large(step) or migration.is_new(step, op.table):
            continue  # few rows, or LOCK017's
        for earlier in migration.earlier(step):
            lock = _blocking_lock(earlier, migration)
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


def _blocking_lock(step: Step, migration: Migration) -> tuple[str, str] | None:
    if isinstance(step.operation, CreateTable):
        return None  # LOCK019
    for table, mode in step.effects.locks.items():
        if mode in BLOCKS_WRITING and not migration.is_new(step, table):
            return table, mode
    return None

"""A change of many rows in the transaction of a schema change keeps the table closed meanwhile.

ALTER TABLE locks the table until the transaction ends. With an UPDATE, DELETE
or INSERT … SELECT in the same revision, nobody reads or writes the table until
all rows are changed.

Change the schema in one revision and the rows in the next:

    # 0041
    def upgrade():
        op.add_column("users", sa.Column("active", sa.Boolean()))

    # 0042
    def upgrade():
        …the rows, in batches (DATA201)

https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
"""

from collections.abc import Iterator

from safemigrate.lint.effects import BLOCKS_WRITING
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import ChangeRows, CreateTable
from safemigrate.lint.slow import is_large
from safemigrate.lint.wording import stops

ID = "DATA202"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(ChangeRows):
        if not is_large(step) or migration.is_new(step, op.table):
            continue  # few rows, or LOCK017's
        for earlier in migration.earlier(step):
            held = _held(earlier, migration)
            if held is None:
                continue
            table, mode = held
            yield Finding(
                ID,
                step.lines,
                f"Until this {op.verb} of {op.table} is done {stops(mode, table)}: line "
                f"{earlier.line} locks {table} with {mode} until the transaction ends.",
                "move it to the next revision, and change the rows in batches (DATA201).",
            )
            break


def _held(step: Step, migration: Migration) -> tuple[str, str] | None:
    if isinstance(step.operation, CreateTable):
        return None  # LOCK019
    for table, mode in step.effects.locks.items():
        if mode in BLOCKS_WRITING and not migration.is_new(step, table):
            return table, mode
    return None

"""A new table with a foreign key keeps everybody from writing to the table it refers to.

CREATE TABLE … REFERENCES takes SHARE ROW EXCLUSIVE on the referenced table and
keeps it until the transaction ends. That is a moment, unless something long
follows in the same revision, such as filling the new table.

Fill it in the next revision, or add the foreign key last, in one of its own:

    # 0041
    def upgrade():
        op.create_table("visit", sa.Column(…, sa.ForeignKey("users.id")))

    # 0042
    def upgrade():
        op.execute("INSERT INTO visit SELECT … FROM log")

https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
"""

from collections.abc import Iterator

from safemigrate.lint.effects import BLOCKS_WRITING
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import CreateTable
from safemigrate.lint.slow import slow
from safemigrate.lint.wording import stops

ID = "LOCK019"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(CreateTable):
        if op.partition_of:
            continue  # LOCK014
        for table, mode in step.effects.locks.items():
            if mode not in BLOCKS_WRITING or migration.is_new(step, table):
                continue  # nobody writes to a new table yet
            later = _slow_after(step, migration)
            if later is None:
                continue  # the transaction ends in a moment
            what, line = later
            yield Finding(
                ID,
                step.lines,
                f"During {what} in line {line} {stops(mode, table)}: CREATE TABLE {op.table} "
                f"refers to {table} and locks it with {mode} until the transaction ends.",
                f"move line {line} to the next revision.",
            )


def _slow_after(step: Step, migration: Migration) -> tuple[str, int] | None:
    passed = False
    for other in migration.same_transaction(step):
        passed = passed or other is step
        what = slow(other, migration)
        if passed and what and other is not step:
            return what, other.line
    return None

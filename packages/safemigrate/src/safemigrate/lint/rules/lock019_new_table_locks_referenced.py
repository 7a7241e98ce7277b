"""A new table with a foreign key blocks writes to the referenced table.

CREATE TABLE … REFERENCES holds SHARE ROW EXCLUSIVE on the referenced table
until the transaction ends. That is brief unless something slow follows, such as
filling the new table. Fill it in the next revision:

    # 0041
    op.create_table("visit", sa.Column(…, sa.ForeignKey("users.id")))

    # 0042
    op.execute("INSERT INTO visit SELECT … FROM log")

Or add the foreign key last, in its own revision.

https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
"""

from collections.abc import Iterator

from safemigrate.lint.effects import BLOCKS_WRITING
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import CreateTable
from safemigrate.lint.slow import slow_work
from safemigrate.lint.wording import consequence

ID = "LOCK019"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(CreateTable):
        if op.partition_of:
            continue  # LOCK014
        for table, mode in step.effects.locks.items():
            if mode not in BLOCKS_WRITING or migration.is_new(step, table):
                continue  # nobody writes to a new table yet
            slow_step = _slow_after(step, migration)
            if slow_step is None:
                continue  # the transaction ends soon
            work, line = slow_step
            yield Finding(
                ID,
                step.lines,
                f"During {work} in line {line}, {consequence(mode, table)}: CREATE TABLE "
                f"{op.table} references {table} and locks it with {mode} until the transaction "
                "ends.",
                f"move line {line} to the next revision.",
            )


def _slow_after(step: Step, migration: Migration) -> tuple[str, int] | None:
    passed = False
    for other in migration.same_transaction(step):
        passed = passed or other is step
        work = slow_work(other, migration)
        if passed and work and other is not step:
            return work, other.line
    return None

"""DETACH PARTITION keeps everybody from the whole partitioned table.

It takes ACCESS EXCLUSIVE on the parent, so every query on any partition waits
for it. Since PostgreSQL 14, DETACH PARTITION … CONCURRENTLY takes SHARE UPDATE
EXCLUSIVE, under which everybody reads and writes (say --pg 14, or later, where
no older server has to be supported):

    def upgrade():
        with op.get_context().autocommit_block():
            op.execute(
                "ALTER TABLE orders DETACH PARTITION orders_2019 CONCURRENTLY"
            )

It works outside of a transaction only, and not where the table has a DEFAULT
partition. After an interruption, DETACH PARTITION … FINALIZE completes it.

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import DetachPartition
from safemigrate.lint.wording import alone, takes

ID = "LOCK015"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(DetachPartition):
        if op.concurrently or migration.pg < 14:
            continue  # before 14 there is no other way
        if migration.is_new(step, op.table):
            continue  # nobody uses the table yet
        if any(partition.is_default for partition in step.before.partitions(op.table)):
            continue  # CONCURRENTLY is refused beside a default partition
        yield Finding(
            ID,
            step.lines,
            f"DETACH PARTITION {op.partition} {takes(ACCESS_EXCLUSIVE, op.table)}, whichever "
            "partition it is in, until the transaction ends.",
            "detach it concurrently, in a revision of its own:\n"
            + alone(
                f'op.execute("ALTER TABLE {op.table} DETACH PARTITION {op.partition} CONCURRENTLY")'
            ),
        )

"""DETACH PARTITION blocks the whole partitioned table.

It takes ACCESS EXCLUSIVE on the parent, so queries on every partition wait.
With CONCURRENTLY (PostgreSQL 14 and later, --pg 14), it takes SHARE UPDATE
EXCLUSIVE, which blocks neither reads nor writes:

    with op.get_context().autocommit_block():
        op.execute(
            "ALTER TABLE orders DETACH PARTITION orders_2019 CONCURRENTLY"
        )

The table must have no DEFAULT partition. If it is interrupted, complete it with
DETACH PARTITION … FINALIZE.

https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import DetachPartition
from safemigrate.lint.wording import autocommit_block, lock_effect

ID = "LOCK015"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(DetachPartition):
        if op.concurrently or migration.pg < 14:
            continue  # before 14 there is no other way
        if migration.is_new(step, op.table):
            continue  # nobody uses the table yet
        if any(partition.is_default for partition in step.before.partitions(op.table)):
            continue  # CONCURRENTLY does not work with a default partition
        yield Finding(
            ID,
            step.lines,
            f"DETACH PARTITION {op.partition} {lock_effect(ACCESS_EXCLUSIVE, op.table)}, in any "
            "partition, until the transaction ends.",
            "detach it concurrently, in a revision of its own:\n"
            + autocommit_block(
                f'op.execute("ALTER TABLE {op.table} DETACH PARTITION {op.partition} CONCURRENTLY")'
            ),
        )

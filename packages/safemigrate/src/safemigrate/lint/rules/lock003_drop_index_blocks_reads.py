"""DROP INDEX blocks all reads and writes of the table.

The drop is quick, but its ACCESS EXCLUSIVE lock waits for every query that uses
the table, and everyone else waits behind it. DROP INDEX CONCURRENTLY, outside a
transaction, blocks no one:

    op.drop_index_concurrently("ix_orders_state", "orders")

To drop the index of a constraint, drop the constraint.

https://www.postgresql.org/docs/current/sql-dropindex.html
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import DropIndex
from safemigrate.lint.wording import autocommit_block, lock_effect

ID = "LOCK003"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(DropIndex):
        if op.concurrently:
            continue  # waits without blocking anyone
        table = step.before.table_of_index(op.name)
        if table and migration.is_new(step, table):
            continue  # nobody uses the table yet
        if table and step.before.table(table).partitioned:
            continue  # there is no other way
        yield Finding(
            ID,
            step.lines,
            f"DROP INDEX {op.name} {lock_effect(ACCESS_EXCLUSIVE, table or 'its table')} until the "
            "transaction ends.",
            "drop it concurrently, in a revision of its own:\n"
            + autocommit_block(f'op.execute("DROP INDEX CONCURRENTLY IF EXISTS {op.name}")'),
        )

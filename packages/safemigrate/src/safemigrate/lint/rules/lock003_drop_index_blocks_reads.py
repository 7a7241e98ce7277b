"""DROP INDEX locks the index's table against every reader and writer.

The drop itself is quick, but its ACCESS EXCLUSIVE lock waits for every query
that is running on the table, and everybody else waits behind it.

DROP INDEX CONCURRENTLY waits without keeping anybody out:

    def upgrade():
        with op.get_context().autocommit_block():
            op.drop_index(
                "ix_orders_state", "orders", postgresql_concurrently=True
            )

It works outside of a transaction only, and neither for an index behind a
constraint (drop the constraint) nor for that of a partitioned table.

https://www.postgresql.org/docs/current/sql-dropindex.html
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import DropIndex
from safemigrate.lint.wording import alone, takes

ID = "LOCK003"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(DropIndex):
        if op.concurrently:
            continue  # waits without keeping anybody out
        table = step.before.table_of_index(op.name)
        if table and migration.is_new(step, table):
            continue  # nobody uses the table yet
        if table and step.before.table(table).partitioned:
            continue  # there is no other way
        yield Finding(
            ID,
            step.lines,
            f"DROP INDEX {op.name} {takes(ACCESS_EXCLUSIVE, table or 'its table')} until the "
            "transaction ends.",
            "drop it concurrently, in a revision of its own:\n"
            + alone(f'op.execute("DROP INDEX CONCURRENTLY IF EXISTS {op.name}")'),
        )

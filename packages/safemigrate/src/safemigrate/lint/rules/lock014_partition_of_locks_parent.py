"""CREATE TABLE … PARTITION OF blocks the whole partitioned table.

It takes ACCESS EXCLUSIVE on the parent, so queries on every partition wait, and
on a DEFAULT partition, whose rows it reads. Create the table first and attach
it: on the parent, ATTACH PARTITION takes SHARE UPDATE EXCLUSIVE, which blocks
neither reads nor writes.

    op.execute(
        "CREATE TABLE orders_2027 (LIKE orders INCLUDING DEFAULTS "
        "INCLUDING CONSTRAINTS)"
    )
    op.execute(
        "ALTER TABLE orders ATTACH PARTITION orders_2027 "
        "FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')"
    )

https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import CreateTable
from safemigrate.lint.wording import lock_effect

ID = "LOCK014"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(CreateTable):
        parent = op.partition_of
        if parent is None or migration.is_new(step, parent):
            continue  # nobody uses a new parent yet
        yield Finding(
            ID,
            step.lines,
            f"CREATE TABLE {op.table} PARTITION OF {parent} "
            f"{lock_effect(ACCESS_EXCLUSIVE, parent)}, in any partition, until the transaction "
            "ends.",
            "create the table on its own, and attach it:\n"
            f'op.execute("CREATE TABLE {op.table} (LIKE {parent} INCLUDING DEFAULTS INCLUDING '
            'CONSTRAINTS)")\n'
            f'op.execute("ALTER TABLE {parent} ATTACH PARTITION {op.table} FOR VALUES …")',
        )

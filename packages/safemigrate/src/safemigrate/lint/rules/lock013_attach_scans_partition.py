"""ATTACH PARTITION blocks the partition while it reads every row.

It compares each row with the bounds under ACCESS EXCLUSIVE, unless a validated
CHECK proves them, with IS NOT NULL for the key:

    # 0041
    op.execute(
        "ALTER TABLE orders_2026 ADD CONSTRAINT bounds CHECK (placed IS NOT "
        "NULL AND placed >= '2026-01-01' AND placed < '2027-01-01') NOT VALID"
    )
    # 0042
    op.execute("ALTER TABLE orders_2026 VALIDATE CONSTRAINT bounds")
    # 0043
    op.execute("ALTER TABLE orders ATTACH PARTITION orders_2026 FOR VALUES …")

It also reads a DEFAULT partition, unless a validated CHECK there excludes the
new partition's rows.

https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AttachPartition
from safemigrate.lint.wording import lock_effect

ID = "LOCK013"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AttachPartition):
        for table in step.effects.scans:
            if migration.is_new(step, table):
                continue  # no rows to compare
            yield Finding(
                ID,
                step.lines,
                f"ATTACH PARTITION {op.partition} {lock_effect(ACCESS_EXCLUSIVE, table)} while "
                "every row is compared with the bounds.",
                "first prove the bounds with a CHECK:\n"
                f'op.execute("ALTER TABLE {table} ADD CONSTRAINT bounds CHECK (…) NOT VALID")\n'
                "# next revision\n"
                f'op.execute("ALTER TABLE {table} VALIDATE CONSTRAINT bounds")\n'
                "# the revision after that: ATTACH PARTITION",
            )

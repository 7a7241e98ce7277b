"""TRUNCATE, VACUUM FULL, CLUSTER and SET LOGGED block all access to the table.

They take ACCESS EXCLUSIVE, which blocks even SELECT, and write the table and
its indexes to new files (TRUNCATE: empty ones). Instead of TRUNCATE, delete in
batches, with DATA201's loop:

    DELETE FROM session WHERE id IN (
        SELECT id FROM session WHERE expired LIMIT 5000
    )

Instead of VACUUM FULL and CLUSTER, use pg_repack or pg_squeeze, outside of
migrations. SET LOGGED and SET UNLOGGED have no other form: create a new table
and swap the names.

https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import RewriteTable, Truncate
from safemigrate.lint.wording import lock_effect

ID = "LOCK021"


def check(migration: Migration) -> Iterator[Finding]:
    for step in migration.steps:
        match step.operation:
            case Truncate(table=table):
                statement, help_ = (
                    "TRUNCATE",
                    (
                        "delete the rows in batches: "
                        f"the loop in DATA201 deletes 5,000 rows of {table} at a time."
                    ),
                )
            case RewriteTable(table=table, statement=statement):
                help_ = (
                    "PostgreSQL has no safe form: run it in a maintenance window, or create a "
                    "new table, copy the rows in batches and swap the names."
                )
            case _:
                continue
        if migration.is_new(step, table):
            continue  # nobody uses the table yet
        yield Finding(
            ID,
            step.lines,
            f"{statement} of {table} {lock_effect(ACCESS_EXCLUSIVE, table)} while it is rewritten.",
            help_,
        )

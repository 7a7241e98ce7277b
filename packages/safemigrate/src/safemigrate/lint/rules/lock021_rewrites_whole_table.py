"""TRUNCATE, VACUUM FULL, CLUSTER and SET LOGGED keep everybody out while a table is made anew.

All of them take ACCESS EXCLUSIVE, under which not even a SELECT runs, and
write the table and its indexes to new files (TRUNCATE writes empty ones, but
waits for every reader first).

Delete rows in batches instead of TRUNCATE where the table is in use:

    DELETE FROM session WHERE id IN (
        SELECT id FROM session WHERE expired LIMIT 1000
    )

To shrink or sort a table that is in use, pg_repack and pg_squeeze do it beside
the traffic; they are no migrations. SET LOGGED and SET UNLOGGED have no other
form: make a new table and swap the names.

https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import RewriteTable, Truncate
from safemigrate.lint.wording import takes

ID = "LOCK021"


def check(migration: Migration) -> Iterator[Finding]:
    for step in migration.steps:
        match step.operation:
            case Truncate(table=table):
                statement, help_ = (
                    "TRUNCATE",
                    (
                        "delete the rows in batches: "
                        f"the loop of DATA201, on {table}, deletes a thousand rows at a time."
                    ),
                )
            case RewriteTable(table=table, statement=statement):
                help_ = (
                    "PostgreSQL has no safe form: run it in a maintenance window, or make a new "
                    "table, copy the rows in batches and swap the names."
                )
            case _:
                continue
        if migration.is_new(step, table):
            continue  # nobody uses the table yet
        yield Finding(
            ID,
            step.lines,
            f"{statement} of {table} {takes(ACCESS_EXCLUSIVE, table)} while it is made anew.",
            help_,
        )

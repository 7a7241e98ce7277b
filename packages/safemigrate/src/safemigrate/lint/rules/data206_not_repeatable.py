"""Statements outside a transaction must be safe to run twice.

If a later statement fails, an autocommit_block's statements stay in effect, and
the whole revision runs again. These cannot be repeated:

- CREATE INDEX CONCURRENTLY IF NOT EXISTS: it accepts the invalid index of a
  failed build forever
- INSERT without ON CONFLICT: the rows are inserted twice
- SET n = n + 1: it counts twice

First drop what a failed build may have left, as this does:

    op.create_index_concurrently("ix_orders_user_id", "orders", ["user_id"])

https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import ChangeRows, CreateIndex, DropIndex

ID = "DATA206"


def check(migration: Migration) -> Iterator[Finding]:
    dropped: set[str | None] = set()
    for step in migration.steps:
        match step.operation:
            case DropIndex(name=name):
                dropped.add(name)
            case CreateIndex(name=name, concurrently=True, if_not_exists=True):
                if name in dropped:
                    continue  # no failed build can be left
                yield Finding(
                    ID,
                    step.lines,
                    f"IF NOT EXISTS accepts what a failed build leaves of {name}: an invalid index "
                    "that no query uses.",
                    "first drop what a failed build may have left, and remove IF NOT EXISTS:\n"
                    f'op.execute("DROP INDEX CONCURRENTLY IF EXISTS {name}")',
                )
            case ChangeRows(verb="INSERT", on_conflict=False, table=table) if not step.transaction:
                yield Finding(
                    ID,
                    step.lines,
                    f"Outside a transaction, this INSERT into {table} stays in effect even if the "
                    "revision fails later, and running it again inserts the rows twice.",
                    "add ON CONFLICT DO NOTHING, or move it out of the autocommit block.",
                )
            case ChangeRows(verb="UPDATE", reads_itself=True, table=table) if not step.transaction:
                yield Finding(
                    ID,
                    step.lines,
                    f"Outside a transaction, this UPDATE of {table} stays in effect even if the "
                    "revision fails later, and running it again changes the rows twice.",
                    "exclude changed rows in its WHERE, or move it out of the autocommit block.",
                )

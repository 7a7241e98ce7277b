"""What runs outside of a transaction must bear being run twice.

A statement in an autocommit_block is kept even where the next one fails; then
the revision is not noted as applied, and everything runs again. Three things
do not bear that:

- CREATE INDEX CONCURRENTLY IF NOT EXISTS: a build that failed leaves an index
  that is not valid, and IF NOT EXISTS is content with it, for ever
- INSERT without ON CONFLICT: the rows are there twice
- SET n = n + 1: it counts twice

So drop what may be left of an index before building it:

    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_orders_user_id")
        op.create_index(
            "ix_orders_user_id", "orders", ["user_id"],
            postgresql_concurrently=True,
        )

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
                    continue  # nothing can be left of it
                yield Finding(
                    ID,
                    step.lines,
                    f"IF NOT EXISTS keeps what a failed build left of {name}: an index that is "
                    "not valid, and that no query uses.",
                    "drop what may be left of it first, and leave IF NOT EXISTS out:\n"
                    f'op.execute("DROP INDEX CONCURRENTLY IF EXISTS {name}")',
                )
            case ChangeRows(verb="INSERT", on_conflict=False, table=table) if not step.transaction:
                yield Finding(
                    ID,
                    step.lines,
                    f"Outside of a transaction, this INSERT into {table} is kept even if the "
                    "revision fails later, and running it again inserts the rows twice.",
                    "add ON CONFLICT DO NOTHING, or take it out of the autocommit block.",
                )
            case ChangeRows(verb="UPDATE", reads_itself=True, table=table) if not step.transaction:
                yield Finding(
                    ID,
                    step.lines,
                    f"Outside of a transaction, this UPDATE of {table} is kept even if the "
                    "revision fails later, and running it again changes the rows twice.",
                    "let the WHERE leave out what is done, or take it out of the autocommit block.",
                )

"""A changed type makes every prepared SELECT of the column fail, on every open connection.

psycopg prepares a statement when it has run five times. After the column's
type has changed, even where the change is free, PostgreSQL answers that
statement with "cached plan must not change result type", for as long as the
connection lives.

SafeMigrate heals the connections of the application that it is mounted on,
outside of transactions. Other programs that read the table (workers, reports,
PgBouncer's server connections) must be restarted after this revision, or run
with prepare_threshold=None.

A type that is changed online (docs/how-to/online-changes.md) gets the column's
name in a revision of its own, after which a prepared statement is made again by
itself where it is the first of its transaction:

    op.change_type_online("orders", "number", sa.BigInteger())

https://www.psycopg.org/psycopg3/docs/advanced/prepare.html
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AlterType

ID = "COMPAT108"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AlterType):
        if step.before.type_of(op.table, op.column) == op.type:
            continue  # the result's type stays
        if migration.is_new_column(step, op.table, op.column):
            continue  # no released code selects it
        yield Finding(
            ID,
            step.lines,
            f"Open connections that have prepared a query of {op.table}.{op.column} fail with "
            '"cached plan must not change result type" from now on.',
            "restart other programs that read the table after this revision, or begin with "
            "op.change_type_online.",
        )

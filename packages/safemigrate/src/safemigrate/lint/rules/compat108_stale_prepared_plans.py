"""Changing a column's type breaks prepared SELECTs on every open connection.

psycopg prepares a statement once it has run five times. After any type change,
PostgreSQL answers it with "cached plan must not change result type" for as long
as the connection lives.

SafeMigrate recovers the connections of its own application, outside of
transactions. Restart other programs that read the table (workers, reports,
PgBouncer's server connections), or run them with prepare_threshold=None.

After an online type change (docs/how-to/online-changes.md), a statement is
prepared again automatically if it is the first of its transaction:

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
            continue  # the result's type is the same
        if migration.is_new_column(step, op.table, op.column):
            continue  # no released code selects it
        yield Finding(
            ID,
            step.lines,
            f"After this, open connections with a prepared query of {op.table}.{op.column} fail "
            'with "cached plan must not change result type".',
            "restart other programs that read the table after this revision, or start with "
            "op.change_type_online instead.",
        )

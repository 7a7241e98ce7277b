"""json columns make SELECT DISTINCT, UNION and GROUP BY fail.

An ORM selects all columns, so queries that worked before fail with "could not
identify an equality operator for type json". jsonb can be compared and indexed:

    from sqlalchemy.dialects import postgresql

    op.add_column("orders", sa.Column("extra", postgresql.JSONB()))

json keeps the text as written, with spaces and duplicate keys. If you need
that, say so in a waiver.

https://www.postgresql.org/docs/current/datatype-json.html
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.new_columns import new_columns

ID = "STYLE401"


def check(migration: Migration) -> Iterator[Finding]:
    for step, table, column in new_columns(migration):
        if column.type and column.type.name == "json":
            yield Finding(
                ID,
                step.lines,
                f"{table}.{column.name} is json, which has no equality operator: SELECT "
                "DISTINCT and UNION of this table fail.",
                f'make it jsonb:\nsa.Column("{column.name}", postgresql.JSONB())',
            )

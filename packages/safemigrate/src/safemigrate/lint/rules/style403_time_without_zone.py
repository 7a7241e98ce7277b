"""A timestamp without time zone does not say which moment it means.

Servers with different settings, and the hour that repeats when daylight saving
time ends, give different moments for the same value. timestamptz stores the
moment, in the same eight bytes.

    sa.Column("placed", sa.DateTime(timezone=True))

https://www.postgresql.org/docs/current/datatype-datetime.html
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.new_columns import new_columns

ID = "STYLE403"


def check(migration: Migration) -> Iterator[Finding]:
    for step, table, column in new_columns(migration):
        if column.type and column.type.name in {"timestamp", "timetz"}:
            name = "timetz" if column.type.name == "timetz" else "timestamp without time zone"
            yield Finding(
                ID,
                step.lines,
                f"{table}.{column.name} is {name}, which does not say which moment is meant.",
                f'use a time zone:\nsa.Column("{column.name}", sa.DateTime(timezone=True))',
            )

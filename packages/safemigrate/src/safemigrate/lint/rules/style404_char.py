"""char(n) pads values with spaces, and ignores them in comparisons.

It is not faster or smaller than varchar, and each change of its length rewrites
the table.

    sa.Column("state", sa.String(2))

https://www.postgresql.org/docs/current/datatype-character.html
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.new_columns import new_columns

ID = "STYLE404"


def check(migration: Migration) -> Iterator[Finding]:
    for step, table, column in new_columns(migration):
        if column.type and column.type.name == "char":
            (length,) = column.type.modifiers or (1,)
            yield Finding(
                ID,
                step.lines,
                f"{table}.{column.name} is {column.type}, which pads values with spaces.",
                f'use a varchar:\nsa.Column("{column.name}", sa.String({length}))',
            )

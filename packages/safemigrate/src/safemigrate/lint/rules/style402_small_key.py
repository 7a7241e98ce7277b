"""An integer key ends at 2,147,483,647, and then every INSERT fails.

A smallint key ends at 32,767. Failed inserts use up numbers, too. Changing it
to bigint later rewrites the table, and every table that references it.

    sa.Column("id", sa.BigInteger(), primary_key=True)

If the table can never be large, say so in a waiver; at the beginning of a line,
it applies to the whole file:

    # migrate: allow STYLE402: lists that people maintain by hand

https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-INT
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import CreateTable

ID = "STYLE402"

_LARGEST = {"smallint": 32_767, "integer": 2_147_483_647}


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(CreateTable):
        rules = [*op.constraints, *(rule for c in op.columns for rule in c.constraints)]
        keys = [rule.columns for rule in rules if rule.kind == "primary"]
        for column in op.columns:
            if (column.name,) not in keys or not (column.serial or column.identity):
                continue  # not a key, or its numbers come from elsewhere
            if column.type and column.type.name in _LARGEST:
                yield Finding(
                    ID,
                    step.lines,
                    f"{op.table}.{column.name} counts in {column.type}: after "
                    f"{_LARGEST[column.type.name]:,} rows, including failed inserts, every INSERT "
                    "fails.",
                    f'make it a bigint:\nsa.Column("{column.name}", sa.BigInteger(), …)',
                )

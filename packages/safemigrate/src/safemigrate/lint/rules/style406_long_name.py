"""PostgreSQL cuts a name after 63 bytes.

It reports that only in a NOTICE. A second name that differs only at its end
then fails with "already exists", and programs that read the catalog find a
different name than you wrote. Write a shorter one:

    op.execute("CREATE INDEX ix_orders_customer_placed ON orders (…)")

https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
"""

import re
from collections.abc import Iterator

from safemigrate.lint import sql
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration

ID = "STYLE406"


def check(migration: Migration) -> Iterator[Finding]:
    for step in migration.steps:
        if not re.search(r"\S{22,}", step.text):
            continue  # no name of 63 bytes has fewer characters than this
        for name in dict.fromkeys(sql.identifiers(step.text)):
            length = len(name.encode())
            if length > 63:
                yield Finding(
                    ID,
                    step.lines,
                    f"{name} has {length} bytes: PostgreSQL keeps the first 63.",
                    f"write a shorter name, such as {name.encode()[:63].decode(errors='ignore')}.",
                )

"""A revision that uses the application's models breaks when the models change.

It runs again on every new database, when the models have columns that the table
does not have yet. Define the tables as they are today:

    users = sa.table("users", sa.column("id"), sa.column("active"))

    def upgrade():
        op.execute(sa.update(users).where(users.c.id == 1).values(active=True))

The application's session is no way out: it has its own connection, which waits
for the revision's locks.

https://alembic.sqlalchemy.org/en/latest/cookbook.html
"""

import sys
from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration

ID = "DATA203"


def check(migration: Migration) -> Iterator[Finding]:
    for line, module, name in migration.source.imports():
        if name is None:
            continue  # import package: how it is used is not visible
        imported = getattr(sys.modules.get(module), name, None)
        if hasattr(imported, "__mapper__"):
            subject = f"{name} is a model of the application"
        elif hasattr(imported, "Model") and hasattr(imported, "session"):
            subject = f"{name} is the application's own database session"
        else:
            continue  # types, constants and libraries do no harm
        yield Finding(
            ID,
            (line,),
            f"{subject}: when it changes, this revision fails on the next new database.",
            "define the tables that this revision needs in this file:\n"
            'users = sa.table("users", sa.column("id"), sa.column("active"))',
        )

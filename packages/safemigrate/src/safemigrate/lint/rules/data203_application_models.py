"""A revision that uses the application's models breaks when the models change.

A revision runs again on every new database, years from now. The models of that
day have columns that the table does not have yet when the revision runs, and
its SELECT or INSERT fails.

Write down what the revision needs, as it is on its day:

    users = sa.table("users", sa.column("id"), sa.column("active"))

    def upgrade():
        op.execute(sa.update(users).where(users.c.id == 1).values(active=True))

The application's session has another fault: it uses a connection of its own,
outside of the revision's transaction, which waits for the revision's locks.

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
            continue  # import package: what it is used for is not seen
        found = getattr(sys.modules.get(module), name, None)
        if hasattr(found, "__mapper__"):
            what = f"{name} is a model of the application"
        elif hasattr(found, "Model") and hasattr(found, "session"):
            what = f"{name} is the application's own database session"
        else:
            continue  # types, constants and libraries do no harm
        yield Finding(
            ID,
            (line,),
            f"{what}: when it changes, this revision fails on the next new database.",
            "write down what this revision needs:\n"
            'users = sa.table("users", sa.column("id"), sa.column("active"))',
        )

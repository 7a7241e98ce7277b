"""A session on the database that migrations run on, for commands that only look or note."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from safemigrate.postgres.session import Session
from safemigrate.project.default_database import default_engine, direct_address
from safemigrate.project.mounted import mounted


class NotPostgreSQL(click.ClickException):
    """The application's database keeps nothing that these commands could read."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(
            f"The application's database is {kind}, and this command reads what PostgreSQL knows: "
            "give the application the address of a PostgreSQL database."
        )


@contextmanager
def own_session() -> Iterator[Session]:
    """Lend a session on the application's default database; raise NotPostgreSQL elsewhere."""
    extension = mounted()
    with direct_address(extension):
        engine = default_engine(extension.db)
        if engine.dialect.name != "postgresql":
            raise NotPostgreSQL(engine.dialect.name)
        session = Session(engine)
        try:
            yield session
        finally:
            session.close()

"""A session on the migrations' database, for commands that only read or record something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from safemigrate.postgres.session import Session
from safemigrate.project.default_database import default_engine, direct_address
from safemigrate.project.mounted import mounted


class NotPostgreSQL(click.ClickException):
    """The application's database is not PostgreSQL, which these commands need."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(
            f"The application's database is {kind}, but this command needs PostgreSQL: set the "
            "application's address to a PostgreSQL database."
        )


@contextmanager
def own_session() -> Iterator[Session]:
    """Yield a session on the application's default database; raise NotPostgreSQL if it is not."""
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

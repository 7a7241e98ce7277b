"""A session on the database that migrations run on, for commands that only look or note."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from safemigrate.configuration import mounted
from safemigrate.execute.address import default_engine, direct_address
from safemigrate.execute.session import Session


@contextmanager
def own_session() -> Iterator[Session]:
    """Lend a session on the application's default database."""
    extension = mounted()
    with direct_address(extension):
        session = Session(default_engine(extension.db))
        try:
            yield session
        finally:
            session.close()

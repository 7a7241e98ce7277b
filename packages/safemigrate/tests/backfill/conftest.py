"""A shop whose first revision makes a table, and whose second registers a change of its rows."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from preloaded import Commands
from safemigrate.backfill.line import WorkerSession
from tests.backfill.till import Till
from tests.execute.shop import make_shop


@pytest.fixture
def sessions(database: str) -> Iterator[Callable[[], WorkerSession]]:
    """Sessions of workers, as many as a test asks for."""
    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    opened: list[WorkerSession] = []

    def open_session() -> WorkerSession:
        opened.append(WorkerSession(engine, lock_timeout=5.0))
        return opened[-1]

    yield open_session
    for session in opened:
        session.close()
    engine.dispose()


@pytest.fixture
def session(sessions: Callable[[], WorkerSession]) -> WorkerSession:
    return sessions()


@pytest.fixture
def till(tmp_path: Path, database: str, commands: Commands) -> Iterator[Till]:
    shop = make_shop(tmp_path / "shop", database, commands)
    yield Till(shop)
    shop.end()

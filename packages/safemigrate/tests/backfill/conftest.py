"""A shop whose first revision makes a table, and whose second registers a change of its rows."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from safemigrate.backfill.line import Line
from tests.backfill.till import Till
from tests.execute.shop import make_shop
from tests.preloaded import Commands


@pytest.fixture
def lines(database: str) -> Iterator[Callable[[], Line]]:
    """Sessions of workers, as many as a test asks for."""
    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    opened: list[Line] = []

    def line() -> Line:
        opened.append(Line(engine, lock_timeout=5.0))
        return opened[-1]

    yield line
    for each in opened:
        each.close()
    engine.dispose()


@pytest.fixture
def line(lines: Callable[[], Line]) -> Line:
    return lines()


@pytest.fixture
def till(tmp_path: Path, database: str, commands: Commands) -> Iterator[Till]:
    shop = make_shop(tmp_path / "shop", database, commands)
    yield Till(shop)
    shop.end()

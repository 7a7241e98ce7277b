"""A shop for each test, and a second database to compare its own with."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from localpg.server import Server
from preloaded import Commands
from tests.execute.shop import Shop, make_shop


@pytest.fixture
def shop(tmp_path: Path, database: str, commands: Commands) -> Iterator[Shop]:
    shop = make_shop(tmp_path / "shop", database, commands)
    yield shop
    shop.end()


@pytest.fixture
def built(postgres: Server) -> Iterator[Callable[[str], str]]:
    """Return a function from SQL to the address of a database that it has built."""
    names: list[str] = []

    def build(sql: str) -> str:
        names.append(f"test_{uuid4().hex}")
        postgres.create_database(names[-1])
        with psycopg.connect(postgres.url(names[-1]), autocommit=True) as connection:
            connection.execute(sql)
        return postgres.url(names[-1])

    yield build
    for name in names:
        postgres.drop_database(name)

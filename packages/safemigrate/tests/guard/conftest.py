"""A shop for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from preloaded import Commands
from tests.execute.shop import Shop, make_shop


@pytest.fixture
def shop(tmp_path: Path, database: str, commands: Commands) -> Iterator[Shop]:
    shop = make_shop(tmp_path / "shop", database, commands)
    yield shop
    shop.end()

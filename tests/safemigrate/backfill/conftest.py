"""A shop whose first revision makes a table, and whose second registers a change of its rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.safemigrate.backfill.till import Till
from tests.safemigrate.execute.shop import make_shop
from tests.safemigrate.preloaded import Commands


@pytest.fixture
def till(tmp_path: Path, database: str, commands: Commands) -> Iterator[Till]:
    shop = make_shop(tmp_path / "shop", database, commands)
    yield Till(shop)
    shop.end()

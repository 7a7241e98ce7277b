"""Shops whose models change."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from preloaded import Commands
from tests.autogenerate.changing_shop import ChangingShop
from tests.execute.shop import make_shop
from tests.plan.conftest import Shop
from tests.project import OURS
from tests.start import Start


@pytest.fixture(params=[False, True], ids=["old env.py", "three lines"])
def any_shop(request, start: Start) -> Shop:
    """A shop with one row, with Flask-Migrate's long env.py and with our three lines."""
    return with_ada(start, own_env=request.param)


@pytest.fixture
def shop(start: Start) -> Shop:
    """A shop with one row."""
    return with_ada(start, own_env=True)


def with_ada(start: Start, *, own_env: bool) -> Shop:
    shop = Shop(start, *start.copy("applied", OURS, own_env=own_env))
    shop.execute("INSERT INTO person VALUES (1, 'Ada')")
    return shop


@pytest.fixture
def changing(tmp_path: Path, database: str, commands: Commands) -> Iterator[ChangingShop]:
    """A shop without tables or models."""
    empty = make_shop(tmp_path / "shop", database, commands)
    shop = ChangingShop(empty.folder, empty.url, empty.commands)
    yield shop
    shop.end()

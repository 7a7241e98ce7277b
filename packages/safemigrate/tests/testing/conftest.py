"""A shop whose migrations are tested, and what `db test` says of them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from localpg.server import Server
from preloaded import Commands
from tests.execute.shop import Shop, make_shop


@dataclass(frozen=True)
class Answer:
    """The answer of `db test --json`."""

    status: int
    answer: dict[str, Any]

    def of(self, check: str, revision: str | None = None) -> tuple[str, str]:
        """Return the outcome of one check, and its sentences."""
        [result] = [
            check_result
            for check_result in self.answer["checks"]
            if (check_result["check"], check_result["revision"]) == (check, revision)
        ]
        return result["outcome"], " ".join(result["sentences"])


def databases(shop: Shop) -> list[tuple[str]]:
    """Return the databases whose names begin with the shop's; other workers have theirs."""
    ours = (
        "SELECT datname FROM pg_database WHERE starts_with(datname, current_database()) ORDER BY 1"
    )
    return shop.rows(ours)


def checked(shop: Shop, *words: str, **environment: str) -> Answer:
    """Run `db test`."""
    outcome = shop.db("test", "--json", *words, **environment)
    assert outcome.stdout.startswith("{"), outcome
    return Answer(outcome.status, json.loads(outcome.stdout))


@pytest.fixture(scope="module")
def new_shop(
    tmp_path_factory: pytest.TempPathFactory, postgres: Server, commands: Commands
) -> Iterator[Callable[[str], Shop]]:
    """Return a function that makes a shop with an empty database."""
    shops: dict[str, Shop] = {}

    def make(name: str) -> Shop:
        database = f"test_{name}_{uuid4().hex[:12]}"  # the server is that of all workers
        postgres.create_database(database)
        folder: Path = tmp_path_factory.mktemp(name)
        shops[database] = make_shop(folder / "shop", postgres.url(database), commands)
        return shops[database]

    yield make
    for database, shop in shops.items():
        shop.end()
        postgres.drop_database(database)

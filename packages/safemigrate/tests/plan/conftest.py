"""A project of one revision, and what `db plan` says of the next one."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from preloaded import Outcome
from tests.project import OURS, write_revision
from tests.start import Start


@dataclass(frozen=True)
class Shop:
    """A project at r1 with the table person, on a database of its own."""

    start: Start
    folder: Path
    urls: dict[str, str]

    @property
    def url(self) -> str:
        return self.urls["DATABASE_URL"]

    @property
    def name(self) -> str:
        return self.url.rpartition("/")[2]

    def db(self, *words: str, **environment: str) -> Outcome:
        """Run `flask db …`."""
        return self.start.commands.run(
            "flask", "db", *words, directory=self.folder, **self.urls | environment
        )

    def plan(self, *words: str, **environment: str) -> dict[str, Any]:
        """Return the plan as a document; the command must have said nothing else."""
        outcome = self.db("plan", "--json", *words, **environment)
        assert outcome.stdout.startswith("{"), outcome
        return json.loads(outcome.stdout)

    def execute(self, statement: str) -> None:
        """Run a statement on the real database."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)

    def pending(self, upgrade: str, revision: str = "r2", follows: str = "r1") -> Path:
        """Write a revision that is not applied."""
        return write_revision(self.folder, revision, follows, upgrade=upgrade)

    def databases(self) -> set[str]:
        """Return every database of the server that begins with this one's name."""
        with psycopg.connect(self.url) as connection:
            rows = connection.execute("SELECT datname FROM pg_database").fetchall()
        return {name for (name,) in rows if name.startswith(self.name)}


@pytest.fixture(params=[False, True], ids=["old env.py", "three lines"])
def shop(request, start: Start) -> Shop:
    """A shop, with Flask-Migrate's long env.py and with our three lines."""
    return Shop(start, *start.copy("applied", OURS, own_env=request.param))


@pytest.fixture
def new_shop(start: Start) -> Shop:
    """A shop with our three lines."""
    return Shop(start, *start.copy("applied", OURS, own_env=True))


@pytest.fixture
def old_shop(start: Start) -> Shop:
    """A shop with Flask-Migrate's long env.py."""
    return Shop(start, *start.copy("applied", OURS, own_env=False))

"""The page about migrations shows what its commands print, in our own repository.

The commands run in a copy of the repository, because they write revision files.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from document_console import alike, printed, shown
from localpg.server import Server
from tests.promises.checkout import ROOT, checkout
from tiers import full

PAGE = ROOT / "docs" / "how-to" / "migrations.md"
LAST = (
    '    name: Mapped[Name]\n\n    __table_args__ = (\n        UniqueConstraint("state", "name"),'
)
ADDED = "    website: Mapped[Name | None]\n"


def repository(folder: Path) -> Path:
    """Copy the repository, with one published revision and the page's change of a model."""
    checkout(folder)
    models = folder / "levy" / "models.py"
    text = models.read_text()
    assert text.count(LAST) == 1
    assert ADDED.strip() in PAGE.read_text()
    models.write_text(text.replace(LAST, LAST.replace("\n", f"\n{ADDED}", 1)))
    return folder


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return repository(tmp_path / "levy")


@pytest.fixture
def database(postgres: Server) -> Iterator[str]:
    """Return an address whose name is as long as the page's, so that lines break alike."""
    name = f"l{uuid4().hex[:3]}"
    postgres.create_database(name)
    yield postgres.url(name)
    postgres.drop_database(name)


def typed(command: str, folder: Path, database: str) -> tuple[int, str]:
    status, text = printed(command, folder, DATABASE_URL=database)
    name = database.rpartition("/")[2]
    return status, re.sub(rf"\b{name}\b", "levy", text)


@full
def test_the_page_as_people_follow_it(copy, database):
    printed("python migrate.py upgrade", copy, DATABASE_URL=database)
    commands = shown(PAGE)
    assert {"migrate", "lint", "plan", "upgrade"} <= {c.split()[2] for c, _ in commands}
    for command, output in commands:
        status, text = typed(command, copy, database)
        assert (status, without_longest(text)) == (0, without_longest(output)), command


def without_longest(text: str) -> str:
    """Return an output without which line blocks longest: here all take about 1 ms."""
    return re.sub(r"(?<=on county \()\d{4}, line \d+", "LINE", alike(text))

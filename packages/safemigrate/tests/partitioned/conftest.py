"""The project of `roll/`, copied into a folder of its own and with an empty database."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from preloaded import Commands
from tests.execute.shop import Shop

ROLL = Path(__file__).parent / "roll"
REVISIONS = sorted(
    file.name.partition("_")[0] for file in (ROLL / "migrations" / "versions").glob("0*.py")
)


@pytest.fixture
def roll(tmp_path: Path, database: str, commands: Commands) -> Iterator[Shop]:
    folder = tmp_path / "roll"
    shutil.copytree(ROLL, folder, ignore=shutil.ignore_patterns("__pycache__"))
    roll = Shop(folder, database, commands)
    yield roll
    roll.end()

"""The healthy project is built once; each test gets a copy to make ill."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from preloaded import Commands
from tests.doctor import clinic
from tests.doctor.clinic import Clinic


@pytest.fixture(scope="session")
def both(commands: Commands, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple]:
    with clinic.servers(commands, tmp_path_factory.mktemp("clinic")) as clinics:
        yield clinics


@pytest.fixture
def patient(both: tuple[Clinic, Clinic], tmp_path: Path) -> Iterator[Clinic]:
    copy = clinic.copied(both[0], tmp_path / "project")
    yield copy
    copy.server.drop_database(copy.database)

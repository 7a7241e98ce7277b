"""What these tests share: a worker that runs commands, and projects to run them in."""

from collections.abc import Iterator

import pytest

from localpg.server import Server
from preloaded import Commands
from tests.start import Start
from tiers import pytest_collection_modifyitems, pytest_configure  # noqa: F401 (hooks)


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    worker = Commands()
    yield worker
    worker.close()


@pytest.fixture(scope="session")
def stages_made_once(
    tmp_path_factory: pytest.TempPathFactory, postgres: Server, commands: Commands
) -> Start:
    return Start(tmp_path_factory.mktemp("stages"), postgres, commands)


@pytest.fixture
def start(stages_made_once: Start) -> Iterator[Start]:
    yield stages_made_once
    stages_made_once.drop_copies()

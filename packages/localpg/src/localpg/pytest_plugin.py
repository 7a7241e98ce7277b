"""A throwaway PostgreSQL for a whole pytest run, shared by its workers.

postgres   the server
database   the address of an empty database for this test alone
clone_of   the address of this test's copy of a database that is built once per run

TEST_POSTGRES names a folder with the programs of a PostgreSQL to use instead of the embedded one.
"""

import fcntl
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest

import localpg
from localpg.lock import locked
from localpg.server import Server


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all workers of this run share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def postgres(run_folder: Path) -> Iterator[Server]:
    """Return the server of this run."""
    with (run_folder / "postgresql-users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        server, is_owner = _server_of(run_folder)
        with server:
            yield server
            if is_owner:  # wait for the other workers, however long their last tests take
                fcntl.flock(users, fcntl.LOCK_EX)


def installation() -> localpg.Binaries | None:
    """Return the programs in TEST_POSTGRES; None for the embedded ones."""
    folder = os.environ.get("TEST_POSTGRES")
    return localpg.binaries(Path(folder)) if folder else None


def _server_of(run_folder: Path) -> tuple[Server, bool]:
    """Return the server, and whether this process created it."""
    directory_file = run_folder / "postgresql-directory"
    with locked(run_folder / "postgresql.lock"):
        if directory_file.exists() and Path(directory_file.read_text()).exists():
            # Its last user may be ending right now, and the server with it.
            with suppress(localpg.LocalPostgresError):
                return localpg.attach(Path(directory_file.read_text())), False
        server = localpg.throwaway(binaries=installation())
        directory_file.write_text(str(server.directory))
    return server, True


@pytest.fixture
def database(postgres: Server) -> Iterator[str]:
    """Return the address of an empty database, dropped after the test."""
    name = f"test_{uuid4().hex}"
    postgres.create_database(name)
    yield postgres.url(name)
    postgres.drop_database(name)


@pytest.fixture
def clone_of(
    postgres: Server, run_folder: Path
) -> Iterator[Callable[[Callable[[str], None]], str]]:
    """Return a function that takes a builder, and returns the address of a copy of its database.

    The builder is a module-level function.  It gets the address of an empty database, fills it and
    closes its connections; that happens once per run, under a lock.
    """
    copies: list[str] = []

    def clone(build: Callable[[str], None]) -> str:
        template = _template(postgres, run_folder, build)
        copies.append(f"test_{uuid4().hex}")
        postgres.create_database(copies[-1], template=template)
        return postgres.url(copies[-1])

    yield clone
    for name in copies:
        postgres.drop_database(name)


def _template(postgres: Server, run_folder: Path, build: Callable[[str], None]) -> str:
    name = re.sub(r"\W", "_", f"template_{build.__module__}_{build.__qualname__}")[-60:]
    with locked(run_folder / f"{name}.lock"):
        if postgres.create_database(name):
            try:
                build(postgres.url(name))
            except BaseException:
                postgres.drop_database(name)  # it is incomplete
                raise
    return name

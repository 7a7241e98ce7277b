"""Directories and users for the tests of the private PostgreSQL."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from local_processes import ROOT, Program, end_supervisors, environment

import localpg

QUICK = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (mkdtemp makes the folder)


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder, with a space in its path, that every account may enter."""
    top = Path(tempfile.mkdtemp(prefix="localpg test ", dir=QUICK))
    top.chmod(0o711)
    yield top
    end_supervisors(top)
    shutil.rmtree(top)


@pytest.fixture(scope="session")
def stopped_directory() -> Iterator[Path]:
    """A stopped server's directory, made once."""
    with tempfile.TemporaryDirectory(prefix="localpg made ", dir=QUICK) as top:
        Path(top).chmod(0o711)
        directory = Path(top) / "made"
        with localpg.attach(directory) as server:
            server.create_database("kept")
        end_supervisors(Path(top))
        yield directory


@pytest.fixture
def directory(folder: Path, stopped_directory: Path) -> Path:
    """A copy of a stopped server's directory, owners and all."""
    copy = folder / "server"
    subprocess.run(["cp", "-a", stopped_directory, copy], check=True)
    return copy


@pytest.fixture
def program() -> Iterator[Callable[..., Program]]:
    """Start programs, and end those that the test did not end."""
    started: list[Program] = []

    def start(directory: Path | str, **options: object) -> Program:
        started.append(Program(directory, **options))
        return started[-1]

    yield start
    for user in started:
        user.end()


@pytest.fixture
def ordinary_user(folder: Path) -> dict[str, object]:
    """The options that make a program run as an ordinary user with a home of its own."""
    home = folder / "home"
    home.mkdir()
    options: dict[str, object] = {
        "env": environment(HOME=str(home)),
        "cwd": "/",
    }
    if not ROOT:
        return options | {"python": sys.executable}
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    options |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    minor = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{minor}", f"/usr/local/bin/{minor}"):
        try:
            subprocess.run([python, "-c", "import psycopg"], check=True, **options)
        except (OSError, subprocess.CalledProcessError):
            continue
        return options | {"python": python}
    pytest.skip("no Python and no packages that an ordinary user can reach on this machine")

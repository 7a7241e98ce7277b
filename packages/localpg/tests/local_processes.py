"""Programs that use a private server, and eyes for what runs and what is left."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import localpg

ROOT = os.geteuid() == 0
PATIENCE = 30.0  # seconds until a condition that must come has not come
PROGRAM = """
import sys, localpg
from pathlib import Path
server = localpg.throwaway() if sys.argv[1] == "throwaway" else localpg.attach(Path(sys.argv[1]))
print(server.directory, server.url(), flush=True)
sys.stdin.read()
"""


class Program:
    """Another process that uses the server until it is killed or its input ends."""

    def __init__(self, directory: Path | str, **options: object) -> None:
        self.process = subprocess.Popen(
            [options.pop("python", sys.executable), "-c", PROGRAM, directory],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **({"env": environment()} | options),
        )

    def answer(self) -> tuple[Path, str]:
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        directory, _, url = line.strip().rpartition(" ")
        return Path(directory), url

    def kill(self) -> None:
        self.process.kill()
        self.end()

    def end(self) -> str:
        return self.process.communicate()[1]


def environment(**more: str) -> dict[str, str]:
    """Return the environment in which another process finds the packages that this one has."""
    packages = [str(Path(localpg.__file__).parents[1]), *filter(None, sys.path)]
    return os.environ | {"PYTHONPATH": os.pathsep.join(packages)} | more


def eventually(condition: Callable[[], object]) -> object:
    """Wait for a condition that processes bring about, and return what it returned."""
    deadline = time.monotonic() + PATIENCE
    while not (result := condition()):
        assert time.monotonic() < deadline, f"not within {PATIENCE} seconds"
        time.sleep(0.01)
    return result


def processes(directory: Path) -> list[int]:
    """Return the living processes that work below a directory: supervisor, postgres, sessions."""
    process_ids = []
    for entry in Path("/proc").iterdir():
        try:
            works_in = (entry / "cwd").readlink()
        except OSError:
            continue  # no process, or gone, or dead and not yet reaped
        if works_in.is_relative_to(directory) or supervises(entry, directory):
            process_ids.append(int(entry.name))
    return process_ids


def owners(directory: Path) -> set[int]:
    """Return the users whose processes work below a directory."""
    user_ids = set()
    for process in processes(directory):
        with suppress(FileNotFoundError):  # a session that has just ended
            user_ids.add(Path(f"/proc/{process}").stat().st_uid)
    return user_ids


def supervises(entry: Path, directory: Path) -> bool:
    try:
        command = (entry / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    if b"localpg.supervisor" not in command:
        return False
    return any(Path(os.fsdecode(part)).is_relative_to(directory) for part in command)


def supervisors_of(directory: Path) -> list[int]:
    supervisors = {
        process
        for process in processes(directory)
        if supervises(Path(f"/proc/{process}"), directory)
    }
    # A child that it has forked and that has not yet become PostgreSQL bears the same name.
    return [process for process in supervisors if parent_of(process) not in supervisors]


def parent_of(process: int) -> int | None:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return None
    return int(status.partition("PPid:")[2].split()[0])


def supervisor_of(directory: Path) -> int:
    (supervisor,) = supervisors_of(directory)
    return supervisor


def end_supervisors(directory: Path) -> None:
    """Stop what waits for its grace to end, so that a test need not."""
    for supervisor in supervisors_of(directory):
        os.kill(supervisor, signal.SIGTERM)
    eventually(lambda: not processes(directory))


def postmaster_of(directory: Path) -> int:
    file = directory / "data" / "postmaster.pid"
    # Between two servers it is not there, or empty.
    return int(eventually(lambda: file.exists() and file.read_text().split())[0])

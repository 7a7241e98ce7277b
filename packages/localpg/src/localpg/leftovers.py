"""Clears away what a killed PostgreSQL left behind, before the next start.

A process id in postmaster.pid proves nothing: the process may be dead and never reaped, or the id
may belong to another program now.  A running server has its data as working directory.

This reads /proc, so it works on Linux; elsewhere PostgreSQL's own checks decide.
"""

import os
import signal
import time
from pathlib import Path

from localpg.errors import AnotherServer

PATIENCE = 0.5  # seconds to wait for a server that is ending
PAUSE = 0.02  # seconds


def clear_leftovers(data: Path) -> None:
    """Make way for a new server that this process starts.

    Raises AnotherServer if a server of another process runs.  The caller holds the lock.
    """
    file = data / "postmaster.pid"
    if not Path("/proc/self/cwd").exists() or not file.exists():
        return
    first, _, rest = file.read_text().partition("\n")
    process = int(first) if first.isdigit() else 0
    _wait_until_gone(process, data)
    for orphan in _servers_on(data):
        os.kill(orphan, signal.SIGKILL)  # its postmaster is dead; recovery follows in any case
        _wait_until_gone(orphan, data)
    if file.exists():
        # PostgreSQL ignores its parent's process id as a leftover.  The file stays, because from
        # its last lines PostgreSQL checks whether the shared memory is still in use.
        file.write_text(f"{os.getpid()}\n{rest}")


def _wait_until_gone(process: int, data: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while _works_on(process, data):
        stopping = "stopping" in _text(data / "postmaster.pid")
        if time.monotonic() > deadline and not stopping:
            raise AnotherServer(data, process)
        time.sleep(PAUSE)


def _servers_on(data: Path) -> list[int]:
    processes = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [process for process in processes if _works_on(process, data)]


def _works_on(process: int, data: Path) -> bool:
    try:
        runs = (Path("/proc") / str(process) / "exe").readlink().name
        works_in = (Path("/proc") / str(process) / "cwd").readlink()
    except OSError:
        return False  # dead, a zombie, or of another user, who could not open the data
    return runs.startswith("postgres") and works_in == data.resolve()


def _text(file: Path) -> str:
    try:
        return file.read_text()
    except FileNotFoundError:
        return ""

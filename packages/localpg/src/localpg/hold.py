"""A user's hold on a server: one connection to its supervisor, which is started if needed."""

import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import Any

from localpg.cluster import Launch, environment, prepare
from localpg.errors import (
    DiskFull,
    NotAnswering,
    ServerGone,
    StartFailed,
    Unwritable,
    from_message,
)
from localpg.find import Binaries, binaries
from localpg.lock import is_locked, locked
from localpg.place import Place, open_private, refuse_other_owner

HOST = "127.0.0.1"
PAUSE = 0.02  # seconds
ANSWER_WITHIN = 60.0  # seconds for a supervisor that holds the lock to be reached
SPEAK_AFTER = 5.0  # seconds of silence before a message says what takes so long
SESSION_ENDED = (ConnectionError, FileNotFoundError, ValueError, KeyError)


class Hold:
    """A connection to a supervisor; the server runs at least as long as it is open."""

    def __init__(self, place: Place) -> None:
        state = json.loads(place.state_file.read_text())
        self.place = place
        self.token = state["token"]
        self.connection = socket.create_connection((HOST, state["control"]))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, wanted: str) -> dict[str, Any]:
        """Send a request and return the answer; raise ConnectionError if the supervisor has ended.

        wanted  "hold", answered when the server is ready; "status" or "stop", answered at once
        """
        request = json.dumps({"token": self.token, "wanted": wanted})
        self.connection.sendall(request.encode() + b"\n")
        answer: dict[str, Any] = json.loads(self._line())
        if "failure" in answer:
            raise from_message(answer)
        return answer

    def close(self) -> None:
        """Release the server."""
        self.connection.close()

    def _line(self) -> bytes:
        line = b""
        if not select.select([self.connection], [], [], SPEAK_AFTER)[0]:
            sys.stderr.write(
                f"PostgreSQL in {self.place.directory} is starting; after a crash it first "
                f"repairs its data. {self.place.log} shows the progress.\n"
            )
        while not line.endswith(b"\n"):
            received = self.connection.recv(65536)
            if not received:
                raise ConnectionResetError
            line += received
        return line


def hold(place: Place, installation: Binaries | None, *, throwaway: bool = False) -> Hold:
    """Return a hold on a ready server; create and start it if needed."""
    with system_errors_explained(place.directory):
        place.directory.mkdir(
            mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True
        )
        if place.exists:
            refuse_other_owner(place.cluster_file)
        return _existing(place) or _started(place, installation, throwaway=throwaway)


def reopen_hold(place: Place) -> Hold:
    """Return a hold on the server of an existing directory; raise ServerGone if it is deleted."""
    if not place.exists:
        raise ServerGone(place.directory)
    return hold(place, None)


def existing(place: Place) -> Hold | None:
    """Return a connection to the running supervisor; None if there is none."""
    if not is_locked(place.running_lock):
        return None
    try:
        return Hold(place)
    except SESSION_ENDED:
        return None


def wait_until_free(place: Place) -> None:
    """Wait for a supervisor that is stopping its server, which may have a lot to write."""
    deadline = time.monotonic() + ANSWER_WITHIN
    while is_locked(place.running_lock):
        if time.monotonic() > deadline and not _is_stopping(place):
            raise NotAnswering(place.directory, place.running_lock)
        time.sleep(PAUSE)


@contextmanager
def system_errors_explained(directory: Path) -> Iterator[None]:
    """Turn an OSError about the directory into an error that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (ENOSPC, EDQUOT):
            raise DiskFull(directory) from None
        if isinstance(error, PermissionError) and directory.exists():
            refuse_other_owner(directory)
        raise Unwritable(directory, error.strerror or str(error)) from None


def _existing(place: Place) -> Hold | None:
    supervisor = existing(place)
    if supervisor is None:
        return None
    try:
        supervisor.ask("hold")
    except BaseException as error:
        supervisor.close()
        if isinstance(error, SESSION_ENDED):
            return None
        raise
    return supervisor


def _started(place: Place, installation: Binaries | None, *, throwaway: bool) -> Hold:
    with locked(place.start_lock):
        running = _existing(place)  # another process may have been faster
        if running is not None:
            return running
        wait_until_free(place)
        launch = prepare(place, installation or binaries(), throwaway=throwaway)
        _launch_supervisor(place, launch)
        supervisor = _existing(place)
    if supervisor is None:
        raise StartFailed(place.directory, "its supervisor ended at once", place.supervisor_log)
    return supervisor


def _launch_supervisor(place: Place, launch: Launch) -> None:
    # The supervisor must import this same package, wherever it was imported from.
    path = {
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, sys.path)])
    }
    with open_private(place.supervisor_log, "w") as log:
        process = subprocess.run(
            [sys.executable, "-P", "-m", "localpg.supervisor", str(place.directory)],
            input=json.dumps(asdict(launch)),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd="/",
            env=environment() | path,
            check=False,
        )
    if process.stdout != "listening\n":
        raise StartFailed(place.directory, "its supervisor did not start", place.supervisor_log)


def _is_stopping(place: Place) -> bool:
    try:
        return bool(json.loads(place.state_file.read_text())["stopping"])
    except (FileNotFoundError, ValueError, KeyError):
        return False

"""A user's hold on a server: one connection to its supervisor, which starts when nobody has it."""

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
    heard,
)
from localpg.find import Binaries, binaries
from localpg.lock import is_locked, locked
from localpg.place import Place, open_private, refuse_other_owner

HOST = "127.0.0.1"
PAUSE = 0.02  # seconds
ANSWER_WITHIN = 60.0  # seconds for a supervisor that holds the lock to be reached
SPEAK_AFTER = 5.0  # seconds of silence before a person is told what is being waited for
SESSION_ENDED = (ConnectionError, FileNotFoundError, ValueError, KeyError)


class Hold:
    """One connection to a supervisor; the server lives at least as long as it is open."""

    def __init__(self, place: Place) -> None:
        state = json.loads(place.state_file.read_text())
        self.place = place
        self.token = state["token"]
        self.connection = socket.create_connection((HOST, state["control"]))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, wanted: str) -> dict[str, Any]:
        """Send one request and return the answer; ConnectionError when the supervisor has ended.

        wanted  "hold" answers when the server is ready; "status" and "stop" at once
        """
        request = json.dumps({"token": self.token, "wanted": wanted})
        self.connection.sendall(request.encode() + b"\n")
        answer: dict[str, Any] = json.loads(self._line())
        if "failure" in answer:
            raise heard(answer)
        return answer

    def close(self) -> None:
        """Let go of the server."""
        self.connection.close()

    def _line(self) -> bytes:
        line = b""
        if not select.select([self.connection], [], [], SPEAK_AFTER)[0]:
            sys.stderr.write(
                f"PostgreSQL in {self.place.directory} is starting; after a crash it first "
                f"repairs its data. {self.place.log} shows how far it is.\n"
            )
        while not line.endswith(b"\n"):
            received = self.connection.recv(65536)
            if not received:
                raise ConnectionResetError
            line += received
        return line


def hold(place: Place, found: Binaries | None, *, throwaway: bool = False) -> Hold:
    """Return a hold on a server that is ready, after making and starting it if need be."""
    with told_in_one_sentence(place.directory):
        place.directory.mkdir(
            mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True
        )
        if place.exists:
            refuse_other_owner(place.cluster_file)
        return _existing(place) or _started(place, found, throwaway=throwaway)


def held_again(place: Place) -> Hold:
    """Return a hold on the server of a directory that must still be there, else ServerGone."""
    if not place.exists:
        raise ServerGone(place.directory)
    return hold(place, None)


def existing(place: Place) -> Hold | None:
    """Return a connection to the supervisor that runs now, None when there is none."""
    if not is_locked(place.running_lock):
        return None
    try:
        return Hold(place)
    except SESSION_ENDED:
        return None


def wait_until_free(place: Place) -> None:
    """Wait for a supervisor that is stopping its server, which may have much to write."""
    deadline = time.monotonic() + ANSWER_WITHIN
    while is_locked(place.running_lock):
        if time.monotonic() > deadline and not _is_stopping(place):
            raise NotAnswering(place.directory, place.running_lock)
        time.sleep(PAUSE)


@contextmanager
def told_in_one_sentence(directory: Path) -> Iterator[None]:
    """Turn what the system says about the directory into what a person can do about it."""
    try:
        yield
    except OSError as error:
        if error.errno in (ENOSPC, EDQUOT):
            raise DiskFull(directory) from None
        if isinstance(error, PermissionError) and directory.exists():
            refuse_other_owner(directory)
        raise Unwritable(directory, error.strerror or str(error)) from None


def _existing(place: Place) -> Hold | None:
    found = existing(place)
    if found is None:
        return None
    try:
        found.ask("hold")
    except BaseException as error:
        found.close()
        if isinstance(error, SESSION_ENDED):
            return None
        raise
    return found


def _started(place: Place, found: Binaries | None, *, throwaway: bool) -> Hold:
    with locked(place.start_lock):
        running = _existing(place)  # another process may have been quicker
        if running is not None:
            return running
        wait_until_free(place)
        launch = prepare(place, found or binaries(), throwaway=throwaway)
        _launch_supervisor(place, launch)
        started = _existing(place)
    if started is None:
        raise StartFailed(place.directory, "its supervisor ended at once", place.supervisor_log)
    return started


def _launch_supervisor(place: Place, launch: Launch) -> None:
    # The supervisor must find this very package, wherever it was imported from.
    path = {
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, sys.path)])
    }
    with open_private(place.supervisor_log, "w") as log:
        started = subprocess.run(
            [sys.executable, "-P", "-m", "localpg.supervisor", str(place.directory)],
            input=json.dumps(asdict(launch)),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd="/",
            env=environment() | path,
            check=False,
        )
    if started.stdout != "listening\n":
        raise StartFailed(place.directory, "its supervisor did not start", place.supervisor_log)


def _is_stopping(place: Place) -> bool:
    try:
        return bool(json.loads(place.state_file.read_text())["stopping"])
    except (FileNotFoundError, ValueError, KeyError):
        return False

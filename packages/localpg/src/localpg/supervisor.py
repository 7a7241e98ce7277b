"""The process that keeps one private PostgreSQL running while somebody uses it.

It is PostgreSQL's parent process.  Every user holds a connection to it, which closes when the user
ends, even if it is killed.  After the last one the supervisor stops PostgreSQL and ends.  If
PostgreSQL dies, the supervisor restarts it; if the supervisor is killed, Linux stops PostgreSQL.
"""

import hmac
import json
import os
import secrets
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from localpg.account import Account
from localpg.cluster import Launch
from localpg.errors import LocalPostgresError, as_message
from localpg.lock import locked
from localpg.place import Place, remove, write_private
from localpg.postmaster import HOST, Postmaster

GRACE = 1.0  # seconds without users before the server is stopped; 0 for a throwaway server
FIRST_GRACE = 10.0  # seconds for the first user to arrive
PAUSE = 0.01  # seconds between two attempts to connect to a starting server
LONGEST_REQUEST = 4096  # bytes


class Supervisor:
    """One server and its users."""

    def __init__(self, place: Place, launch: Launch) -> None:
        self.place = place
        self.server = Postmaster(place, launch)
        self.throwaway = place.throwaway
        self.token = secrets.token_urlsafe(24)
        self.users: set[socket.socket] = set()
        self.waiting: set[socket.socket] = set()
        self.requests: dict[socket.socket, bytes] = {}
        self.deadline: float | None = time.monotonic() + FIRST_GRACE
        self.failure: LocalPostgresError | None = None
        self.done = False
        self.selector = selectors.DefaultSelector()
        self.listener = socket.create_server((HOST, 0))

    def run(self, announce: Callable[[], None]) -> None:
        """Serve until the last user ends; call `announce` when users may connect."""
        self._wake_on_signals()
        self.selector.register(self.listener, selectors.EVENT_READ)
        self._write_state(stopping=False)
        announce()
        try:
            while not self.done:
                self._look_after_server()
                self._answer_waiting_users()
                self._count_users()
                for key, _ in self.selector.select(self._patience()):
                    self._attend(key.fileobj)
        finally:
            self._stop()

    # Users ------------------------------------------------------------------------------------

    def _attend(self, ready: Any) -> None:
        if ready is self.listener:
            user, _ = self.listener.accept()
            self.requests[user] = b""
            self.selector.register(user, selectors.EVENT_READ)
        elif ready in self.requests:
            self._read(ready)
        else:
            ready.recv(LONGEST_REQUEST)  # a signal arrived; the loop checks everything anyway

    def _read(self, user: socket.socket) -> None:
        try:
            received = user.recv(LONGEST_REQUEST)
        except ConnectionError:
            received = b""
        *lines, rest = (self.requests[user] + received).split(b"\n")
        self.requests[user] = rest
        if not received or len(rest) > LONGEST_REQUEST:
            self._forget(user)
            return
        for line in lines:
            self._answer(user, line)

    def _answer(self, user: socket.socket, line: bytes) -> None:
        try:
            request = json.loads(line)
            token, wanted = str(request["token"]), request["wanted"]
        except (ValueError, KeyError, TypeError):
            token = wanted = ""
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            self._forget(user)
        elif wanted == "hold":
            self.users.add(user)
            self.waiting.add(user)
        elif wanted == "status":
            self._send(user, self._status())
        elif wanted == "stop":
            self.done = True

    def _status(self) -> dict[str, object]:
        return {
            "version": self.server.version,
            "port": self.server.port,
            "process": self.server.process and self.server.process.pid,
            "users": len(self.users),
        }

    def _answer_waiting_users(self) -> None:
        if self.failure is not None:
            answer: dict[str, object] = as_message(self.failure)
            self.done = bool(self.waiting)  # a later user starts a new supervisor and tries again
        elif self.server.version:
            answer = self._status()
        else:
            return
        for user in list(self.waiting):
            self._send(user, answer)
        self.waiting.clear()

    def _send(self, user: socket.socket, answer: dict[str, object]) -> None:
        try:
            user.sendall(json.dumps(answer).encode() + b"\n")
        except ConnectionError:
            self._forget(user)

    def _forget(self, user: socket.socket) -> None:
        if self.requests.pop(user, None) is not None:
            self.selector.unregister(user)
            user.close()
        self.users.discard(user)
        self.waiting.discard(user)

    def _count_users(self) -> None:
        if self.users:
            self.deadline = None
        elif self.deadline is None:
            self.deadline = time.monotonic() + (0.0 if self.throwaway else GRACE)
        if self.deadline is not None and time.monotonic() >= self.deadline:
            self.done = True

    def _patience(self) -> float | None:
        if not self.server.version and self.failure is None:
            return PAUSE
        return None if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    # The process ------------------------------------------------------------------------------

    def _look_after_server(self) -> None:
        if self.failure is not None:
            return
        port = self.server.port
        try:
            self.server.look_after()
        except LocalPostgresError as error:
            self.failure = error
        if self.server.port != port:
            self._write_state(stopping=False)

    def _stop(self) -> None:
        with suppress(FileNotFoundError):  # the directory was deleted; stop anyway
            self._write_state(stopping=True)
        self.listener.close()
        if self.throwaway:
            self.server.stop(signal.SIGQUIT)  # its data is deleted next
            remove(self.place)
        else:
            self.server.stop(signal.SIGINT)

    def _write_state(self, *, stopping: bool) -> None:
        state = {
            "control": self.listener.getsockname()[1],
            "token": self.token,
            "port": self.server.port,
            "stopping": stopping,
        }
        write_private(self.place.state_file, json.dumps(state))

    def _wake_on_signals(self) -> None:
        reader, writer = socket.socketpair()
        reader.setblocking(False)
        writer.setblocking(False)
        signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        self.selector.register(reader, selectors.EVENT_READ, writer)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._on_terminate)

    def _on_terminate(self, *_: object) -> None:
        self.done = True


def _announce() -> None:
    sys.stdout.write("listening\n")
    sys.stdout.flush()
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())  # closes the pipe that the first user reads


def main() -> None:
    """Read from standard input how to run the server, detach from the caller, and serve."""
    launch = json.load(sys.stdin)
    account = Account(**launch["account"]) if launch["account"] else None
    place = Place(Path(sys.argv[1]))
    if os.fork():
        os._exit(0)  # the caller waits only for this process
    os.setsid()
    with locked(place.running_lock):
        Supervisor(place, Launch(launch["command"], account)).run(_announce)


if __name__ == "__main__":
    main()

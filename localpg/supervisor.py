"""The process that keeps one private PostgreSQL running while somebody uses it.

It is PostgreSQL's parent.  Every user holds a connection to it, and the operating system tells it
when a user ends, however that happens.  When the last one is gone it stops PostgreSQL and ends.
When PostgreSQL dies it starts it again; when the supervisor is killed, Linux stops PostgreSQL.
"""

import ctypes
import hmac
import json
import os
import secrets
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from localpg.account import Account, credentials
from localpg.cluster import USER, Launch, failure
from localpg.errors import LocalPostgresError, StartFailed, told
from localpg.leftovers import clear_leftovers
from localpg.lock import locked
from localpg.place import Place, open_private, remove, write_private

HOST = "127.0.0.1"
GRACE = 1.0  # seconds without users before the server is stopped; a throw-away server has none
FIRST_GRACE = 10.0  # seconds for the first user to arrive
PAUSE = 0.01  # seconds between two tries to connect to a server that is starting
PORTS_TO_TRY = 5
LONGEST_REQUEST = 4096  # bytes
PR_SET_PDEATHSIG = 1  # prctl(2)


class Supervisor:
    """One server and its users."""

    def __init__(self, place: Place, launch: Launch) -> None:
        self.place = place
        self.launch = launch
        self.throwaway = place.throwaway
        self.token = secrets.token_urlsafe(24)
        self.port = _last_port(place)
        self.ports_tried = 0
        self.server: subprocess.Popen[bytes] | None = None
        self.log_starts_at = 0
        self.version = ""  # empty while the server is not ready
        self.users: set[socket.socket] = set()
        self.waiting: set[socket.socket] = set()
        self.requests: dict[socket.socket, bytes] = {}
        self.deadline: float | None = time.monotonic() + FIRST_GRACE
        self.failure: LocalPostgresError | None = None
        self.done = False
        self.selector = selectors.DefaultSelector()
        self.listener = socket.create_server((HOST, 0))

    def run(self, announce: Callable[[], None]) -> None:
        """Serve until the last user has gone; `announce` is called when users may come."""
        self._wake_on_signals()
        self.selector.register(self.listener, selectors.EVENT_READ)
        self._write_state(stopping=False)
        announce()
        try:
            while not self.done:
                self._look_after_server()
                self._tell_those_who_wait()
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
            ready.recv(LONGEST_REQUEST)  # a signal arrived; the loop looks at everything anyway

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
        process = self.server.pid if self.server else None
        return {
            "version": self.version,
            "port": self.port,
            "process": process,
            "users": len(self.users),
        }

    def _tell_those_who_wait(self) -> None:
        if self.failure is not None:
            answer: dict[str, object] = told(self.failure)
            self.done = bool(self.waiting)  # each who comes later tries anew, and sees for himself
        elif self.version:
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
        if not self.version and self.failure is None:
            return PAUSE
        return None if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    # The server -------------------------------------------------------------------------------

    def _start_server(self) -> None:
        self.version = ""
        clear_leftovers(self.place.data)
        self.log_starts_at = self.place.log.stat().st_size if self.place.log.exists() else 0
        with open_private(self.place.log, "a") as log:
            self.server = subprocess.Popen(
                [*self.launch.command, f"--port={self.port}"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                preexec_fn=_end_with_parent(),
                **credentials(self.launch.account),
            )

    def _look_after_server(self) -> None:
        try:
            if self.failure is not None:
                return
            if self.server is None:
                self._start_server()
            elif self.server.poll() is not None:
                if not self.version:
                    self._after_failed_start()
                self._start_server()
            elif not self.version:
                self._try_to_connect()
        except LocalPostgresError as error:
            self.failure = error

    def _after_failed_start(self) -> None:
        with self.place.log.open("rb") as log:
            log.seek(self.log_starts_at)
            said = log.read().decode(errors="replace")
        self.ports_tried += 1
        if "could not create any TCP/IP sockets" not in said or self.ports_tried > PORTS_TO_TRY:
            raise failure(self.place, said)
        self.port = _free_port()
        self._write_state(stopping=False)

    def _try_to_connect(self) -> None:
        import psycopg  # read while the server starts, so that it costs no time

        try:
            with psycopg.connect(
                host=HOST,
                port=self.port,
                user=USER,
                password=self.place.password,
                dbname="postgres",
                application_name="localpg",
            ) as connection:
                number = connection.info.server_version
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                reason = f"it refuses the password in {self.place.password_file}"
                raise StartFailed(self.place.directory, reason, self.place.log) from None
            return  # not yet: it is starting, or recovering after a crash
        self.version = f"{number // 10000}.{number % 10000}"
        self.ports_tried = 0

    def _stop(self) -> None:
        with suppress(FileNotFoundError):  # somebody deleted the directory; stop all the same
            self._write_state(stopping=True)
        self.listener.close()
        if self.server is not None and self.server.poll() is None:
            # Fast: end the sessions, write everything, stop.  Nobody needs what is thrown away.
            self.server.send_signal(signal.SIGQUIT if self.throwaway else signal.SIGINT)
            self.server.wait()
        if self.throwaway:
            remove(self.place)

    # The process ------------------------------------------------------------------------------

    def _write_state(self, *, stopping: bool) -> None:
        state = {
            "control": self.listener.getsockname()[1],
            "token": self.token,
            "port": self.port,
            "stopping": stopping,
        }
        write_private(self.place.state_file, json.dumps(state))

    def _wake_on_signals(self) -> None:
        here, there = socket.socketpair()
        here.setblocking(False)
        there.setblocking(False)
        signal.set_wakeup_fd(there.fileno(), warn_on_full_buffer=False)
        self.selector.register(here, selectors.EVENT_READ, there)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._on_terminate)

    def _on_terminate(self, *_: object) -> None:
        self.done = True


def _last_port(place: Place) -> int:
    """Keep the address that people have written down, if it is still free."""
    try:
        port = int(json.loads(place.state_file.read_text())["port"])
    except (OSError, ValueError, KeyError, TypeError):
        return _free_port()
    return port if _is_free(port) else _free_port()


def _is_free(port: int) -> bool:
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


def _end_with_parent() -> Callable[[], None] | None:
    """Return what makes Linux stop the server when the supervisor is killed; None elsewhere."""
    if sys.platform != "linux":
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def arrange() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:
            os._exit(1)  # killed in between

    return arrange


def _announce() -> None:
    sys.stdout.write("listening\n")
    sys.stdout.flush()
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())  # closes the pipe that the first user reads


def main() -> None:
    """Read from the standard input how to run the server, leave the caller, and serve."""
    given = json.load(sys.stdin)
    account = Account(**given["account"]) if given["account"] else None
    place = Place(Path(sys.argv[1]))
    if os.fork():
        os._exit(0)  # the caller waits for this one and has no child to look after
    os.setsid()
    with locked(place.running_lock):
        Supervisor(place, Launch(given["command"], account)).run(_announce)


if __name__ == "__main__":
    main()

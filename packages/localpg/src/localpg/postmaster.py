"""One PostgreSQL process: starts it, waits until it is ready, restarts and stops it."""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable

from localpg.account import credentials
from localpg.cluster import USER, Launch, failure
from localpg.errors import StartFailed
from localpg.leftovers import clear_leftovers
from localpg.place import Place, open_private

HOST = "127.0.0.1"
PORTS_TO_TRY = 5
PR_SET_PDEATHSIG = 1  # prctl(2)


class Postmaster:
    """PostgreSQL on one data directory, as a child of this process."""

    def __init__(self, place: Place, launch: Launch) -> None:
        self.place = place
        self.launch = launch
        self.port = _last_port(place)
        self.version = ""  # empty while it is not ready
        self.process: subprocess.Popen[bytes] | None = None
        self._ending = False
        self._ports_tried = 0
        self._log_starts_at = 0

    def look_after(self) -> None:
        """Start it if it does not run, and check whether it is ready.

        Raises LocalPostgresError if it ends before it was ready: the next start would fail, too.
        """
        if self.process is None:
            self._start()
        elif self.process.poll() is not None:
            if not self.version and not self._ending:
                self._after_failed_start()
            self._start()
        elif self._ending or self._is_shutting_down():
            self._ending, self.version = True, ""
        elif not self.version:
            self._try_to_connect()

    def stop(self, signal_number: signal.Signals) -> None:
        """Stop it, and wait until it has ended.

        SIGINT ends the sessions and writes everything; SIGQUIT leaves the rest to recovery.
        https://www.postgresql.org/docs/current/server-shutdown.html
        """
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal_number)
            self.process.wait()

    def _start(self) -> None:
        self.version, self._ending = "", False
        clear_leftovers(self.place.data)
        self._log_starts_at = self.place.log.stat().st_size if self.place.log.exists() else 0
        with open_private(self.place.log, "a") as log:
            self.process = subprocess.Popen(
                [*self.launch.command, f"--port={self.port}"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                preexec_fn=_end_with_parent(),
                **credentials(self.launch.account),
            )

    def _is_shutting_down(self) -> bool:
        # During a shutdown from outside it ends its sessions first, and accepts no new ones.  The
        # last line of its pid file says so: PM_STATUS in src/include/utils/pidfile.h.
        try:
            return (self.place.data / "postmaster.pid").read_bytes().split()[-1:] == [b"stopping"]
        except FileNotFoundError:
            return False

    def _after_failed_start(self) -> None:
        with self.place.log.open("rb") as log:
            log.seek(self._log_starts_at)
            output = log.read().decode(errors="replace")
        self._ports_tried += 1
        if "could not create any TCP/IP sockets" not in output or self._ports_tried > PORTS_TO_TRY:
            raise failure(self.place, output)
        self.port = _free_port()  # another program took it since we looked

    def _try_to_connect(self) -> None:
        import psycopg  # imported while the server starts, so that it costs no time

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
            return  # not ready: it is starting, or recovering after a crash
        self.version = f"{number // 10000}.{number % 10000}"
        self._ports_tried = 0


def _last_port(place: Place) -> int:
    """Return the previous port, if it is still free, so that the address stays the same."""
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
    """Return a function that makes Linux stop the server if the supervisor is killed, or None."""
    if sys.platform != "linux":
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def arrange() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:
            os._exit(1)  # killed in between

    return arrange

"""A private PostgreSQL in use: its address, and creating and dropping databases on it."""

import atexit
import os
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import quote

from localpg.cluster import USER
from localpg.errors import ServerGone, SessionRefused
from localpg.hold import HOST, SESSION_ENDED, Hold, reopen_hold, wait_until_free
from localpg.place import Place

if TYPE_CHECKING:
    import psycopg  # imported only where needed, so that importing localpg stays fast

FORCE_SINCE = 130000  # https://www.postgresql.org/docs/13/sql-dropdatabase.html

# Strong references: a server is released by close() or at exit, not by garbage collection.
_open: set["Server"] = set()


class Server:
    """A server that runs as long as this object is open; use it in `with`, or close it."""

    def __init__(self, place: Place, hold: Hold, *, owned: int | None = None) -> None:
        """Hold a server; `owned` is the owner-lock descriptor of a throwaway server."""
        self.directory: Path = place.directory
        self._place = place
        self._hold: Hold | None = hold
        self._owned = owned
        self._closed = False
        self._one_at_a_time = threading.RLock()
        _open.add(self)

    @property
    def version(self) -> str:
        """The version of PostgreSQL, such as "18.6"."""
        return str(self._status()["version"])

    def url(self, database: str = "postgres") -> str:
        """Return the address of a database on the server, which is ready when this returns.

        A server that died is restarted first.  Raises ServerGone after close().
        """
        port = self._status()["port"]
        return f"postgresql://{USER}:{quote(self._place.password)}@{HOST}:{port}/{quote(database)}"

    def create_database(self, name: str, template: str | None = None) -> bool:
        """Create a database, a copy of `template` if named; return False if it exists."""
        import psycopg
        from psycopg.sql import SQL, Identifier

        command = SQL("CREATE DATABASE {}").format(Identifier(name))
        if template is not None:
            command += SQL(" TEMPLATE {}").format(Identifier(template))
        with self._session() as connection:
            try:
                connection.execute(command)
            except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                return False  # UniqueViolation: another process created it at the same time
        return True

    def drop_database(self, name: str) -> None:
        """Drop a database and end its sessions; do nothing if it does not exist."""
        from psycopg.sql import SQL, Identifier

        command = SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name))
        with self._session() as connection:
            if connection.info.server_version >= FORCE_SINCE:
                command += SQL(" WITH (FORCE)")
            else:  # DROP DATABASE itself waits some seconds for sessions that are ending
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                    [name],
                )
            connection.execute(command)

    def close(self) -> None:
        """Release the server; it stops if nobody else uses it."""
        with self._one_at_a_time:
            self._closed = True
            _open.discard(self)
            if self._hold is not None:
                self._hold.close()
                self._hold = None
            if self._owned is not None:
                wait_until_free(self._place)  # so that nothing is left when the program ends
            self._disown()

    def __enter__(self) -> "Server":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _session(self) -> "psycopg.Connection":
        import psycopg

        # Ignore PGSSLMODE: it is meant for another server, and this is the loopback address.
        try:
            return psycopg.connect(self.url(), sslmode="disable", autocommit=True)
        except psycopg.OperationalError as error:
            raise SessionRefused(self.directory, str(error)) from error

    def _status(self) -> dict[str, object]:
        with self._one_at_a_time:
            if self._closed:
                raise ServerGone(self.directory)
            if self._hold is not None:
                try:
                    return self._hold.ask("hold")
                except SESSION_ENDED:
                    self._hold.close()  # the supervisor was stopped or killed
            self._hold = reopen_hold(self._place)
            return self._hold.ask("hold")

    def _leave_to_parent(self) -> None:
        # A forked child has a copy of the connection.  It must neither keep the server running
        # after the parent's end, nor use the parent's connection; it opens its own when needed.
        self._one_at_a_time = threading.RLock()
        if self._hold is not None:
            self._hold.close()
            self._hold = None
        self._disown()

    def _disown(self) -> None:
        if self._owned is not None:
            os.close(self._owned)
            self._owned = None


def _close_all() -> None:
    for server in list(_open):
        server.close()


def _leave_all_to_parent() -> None:
    for server in _open:
        server._leave_to_parent()


atexit.register(_close_all)
os.register_at_fork(after_in_child=_leave_all_to_parent)

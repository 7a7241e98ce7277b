"""Runs our own statements on the revision's connection, bypassing SQLAlchemy and its events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Connection

IDLE_IN_TRANSACTION = "60s"  # after that, a deployer that hangs or lost its network loses its locks
_SETTINGS = """
SELECT name, setting || coalesce(unit, '') FROM pg_settings WHERE name = ANY (%s)
"""


class Driver:
    """The driver's connection under one of SQLAlchemy's."""

    def __init__(self, connection: Connection) -> None:
        self._raw: Any = connection.connection.dbapi_connection
        version, self.pid = self.ask("SELECT version(), pg_backend_pid()")[0]
        # Ends a statement whose client was killed; only Linux supports it on every version.
        self._detects_lost_client = "linux" in version and self._has_connection_check()

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a statement, in the connection's transaction if there is one; return its rows."""
        with closing(self._raw.cursor()) as cursor:
            if values:
                cursor.execute(sql, values)
            else:
                cursor.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []

    def run_each(self, sql: str, rows: list[tuple[object, ...]]) -> None:
        """Run a statement once for each row of values."""
        with closing(self._raw.cursor()) as cursor:
            cursor.executemany(sql, rows)

    @property
    def is_closed(self) -> bool:
        """Return whether the session has ended."""
        return bool(self._raw.closed)

    def limit_transaction(self, lock_timeout: float) -> None:
        """Set the transaction's timeouts, in seconds; they end with it."""
        settings = {
            "lock_timeout": round(lock_timeout * 1000),
            "idle_in_transaction_session_timeout": f"'{IDLE_IN_TRANSACTION}'",
        }
        if self._detects_lost_client:
            settings["client_connection_check_interval"] = "'1s'"
        self.ask("; ".join(f"SET LOCAL {name} = {value}" for name, value in settings.items()))

    @contextmanager
    def without_timeouts(self) -> Iterator[None]:
        """Run one statement outside a transaction without timeouts, then restore the session's."""
        settings = dict.fromkeys(("lock_timeout", "statement_timeout", "transaction_timeout"), "0")
        if self._detects_lost_client:
            settings["client_connection_check_interval"] = "1s"
        before = self.ask(_SETTINGS, list(settings))
        self.ask("; ".join(f"SET {name} = '{settings[name]}'" for name, _ in before))
        try:
            yield
        finally:
            if not self.is_closed:
                for name, value in before:
                    self.ask("SELECT set_config(%s, %s, false)", name, value)

    @contextmanager
    def without_statement_timeout(self) -> Iterator[None]:
        """Run one statement of a transaction without statement_timeout, once it has its locks."""
        before = self.ask("SELECT current_setting('statement_timeout')")[0][0]
        self.ask("SET LOCAL statement_timeout = 0")
        yield
        self.ask("SELECT set_config('statement_timeout', %s, true)", before)

    @contextmanager
    def transaction(self, begin: str = "BEGIN") -> Iterator[None]:
        """Run the block as one transaction on a connection that is in autocommit mode."""
        self.ask(begin)
        try:
            yield
        except BaseException:
            if not self.is_closed:
                self.ask("ROLLBACK")
            raise
        self.ask("COMMIT")

    def _has_connection_check(self) -> bool:
        return bool(self.ask(_SETTINGS, ["client_connection_check_interval"]))

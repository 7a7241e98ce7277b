"""Our own connection to a database: autocommit, and never returned to the application's pool."""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError


class Session:
    """A connection made in the same way as the application's, for the lock and the journal.

    It must survive being idle during a long migration, and its queries are short.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._connection.detach()
        self._lost: DBAPIError | None = None
        self._turn = threading.Lock()  # the watch queries from its own thread

    def settle(self) -> None:
        """Set the timeouts; call this only after checking that there is no pooler in between."""
        self.rows("SET statement_timeout = 0")
        self.rows("SET lock_timeout = '10s'")
        if self.major >= 14:
            self.rows("SET idle_session_timeout = 0")

    @property
    def major(self) -> int:
        """Return the server's major version."""
        return int((self.engine.dialect.server_version_info or (0,))[0])

    def rows(self, sql: str, /, **values: Any) -> list[tuple[Any, ...]]:
        """Run a statement; return its rows, if any."""
        with self._turn:
            if self._lost is not None:
                raise self._lost  # SQLAlchemy would reconnect, without the lock
            try:
                result = self._connection.execute(text(sql), values)
                rows = [tuple(row) for row in result] if result.returns_rows else []
                self._connection.commit()  # SQLAlchemy's transaction; the server has none
            except DBAPIError as error:
                if error.connection_invalidated:
                    self._lost = error
                self._connection.rollback()
                raise
            return rows

    def value(self, sql: str, /, **values: Any) -> Any:
        """Return the first column of the first row, or None if there is no row."""
        rows = self.rows(sql, **values)
        return rows[0][0] if rows else None

    def close(self) -> None:
        """End the session and release its locks."""
        with self._turn:
            try:
                self._connection.close()
            except SQLAlchemyError:
                self._connection.invalidate()

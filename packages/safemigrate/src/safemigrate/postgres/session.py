"""Our own connection to a database: autocommit, and never given back to the application's pool."""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError


class Session:
    """A connection made as the application makes its own, for the lock and the journal.

    It may not be killed for idling through a long migration, and its questions are short.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._connection.detach()
        self._lost: DBAPIError | None = None
        self._turn = threading.Lock()  # the watch asks from a thread of its own

    def settle(self) -> None:
        """Set the timeouts; not before it is known that this is a session and not a pooler's."""
        self.rows("SET statement_timeout = 0")
        self.rows("SET lock_timeout = '10s'")
        if self.major >= 14:
            self.rows("SET idle_session_timeout = 0")

    @property
    def major(self) -> int:
        """Return the server's major version."""
        return int((self.engine.dialect.server_version_info or (0,))[0])

    def rows(self, sql: str, /, **values: Any) -> list[tuple[Any, ...]]:
        """Run a statement; return its rows, or none."""
        with self._turn:
            if self._lost is not None:
                raise self._lost  # SQLAlchemy would connect again, and have no lock
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
        """Return the first column of the first row, or None where there is no row."""
        rows = self.rows(sql, **values)
        return rows[0][0] if rows else None

    def close(self) -> None:
        """End the session, and with it its locks."""
        with self._turn:
            try:
                self._connection.close()
            except SQLAlchemyError:
                self._connection.invalidate()

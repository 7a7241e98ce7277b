"""A database driver that records every statement on a tape and returns no rows.

SQLAlchemy, and code that uses `op.get_bind()`, sees an empty PostgreSQL database.

https://peps.python.org/pep-0249/
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from safemigrate.lint.recording.tape import Tape

apilevel = "2.0"
threadsafety = 1
paramstyle = "numeric_dollar"

_HAS_RESULT = re.compile(r"(?is)\s*(SELECT|WITH|SHOW|VALUES|TABLE)\b|.*\bRETURNING\b")


class Error(Exception):
    """The base class of a driver's errors; this driver raises none."""


class Cursor:
    """Returns no rows for any query."""

    arraysize = 1
    rowcount = 0
    lastrowid = None

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.description: list[tuple[Any, ...]] | None = None

    def execute(self, text: str, parameters: Sequence[Any] = ()) -> None:
        self.connection.tape.record(text)
        has_result = _HAS_RESULT.match(text)
        self.description = [("nothing", None, None, None, None, None, None)] if has_result else None

    def executemany(self, text: str, parameters: Sequence[Any]) -> None:
        self.execute(text)

    def fetchone(self) -> None:
        return None

    def fetchall(self) -> list[Any]:
        return []

    def fetchmany(self, size: int = 1) -> list[Any]:
        return []

    def setinputsizes(self, *sizes: Any) -> None:
        """Do nothing: no value is sent."""

    def close(self) -> None:
        """Leave the tape as it is."""


class Connection:
    """Records on a tape."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape

    def cursor(self) -> Cursor:
        return Cursor(self)

    def commit(self) -> None:
        self.tape.transaction += 1

    def rollback(self) -> None:
        self.tape.transaction += 1

    def close(self) -> None:
        """Leave the tape as it is."""

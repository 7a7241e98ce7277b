"""A database driver that writes every statement on a tape and finds no row.

SQLAlchemy, and whatever a revision does with `op.get_bind()`, sees an empty PostgreSQL.

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
    """The parent of every error of a driver; this one raises none."""


class Cursor:
    """Answers every question with no row."""

    arraysize = 1
    rowcount = 0
    lastrowid = None

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.description: list[tuple[Any, ...]] | None = None

    def execute(self, text: str, parameters: Sequence[Any] = ()) -> None:
        self.connection.tape.note(text)
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
        """Take no notice: no value is sent."""

    def close(self) -> None:
        """Leave the tape as it is."""


class Connection:
    """Leads to a tape."""

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

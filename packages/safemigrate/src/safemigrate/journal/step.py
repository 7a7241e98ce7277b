"""One statement of a revision in the journal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

SHOWN = 500  # characters of a statement that the journal shows


@dataclass(frozen=True)
class Step:
    """A statement that changes something, and whether it is done.

    follows_read   it came after a query, so its values may depend on the data
    returned_rows  it returned rows, which a second run cannot get again
    row_count      the number of rows it changed, -1 if that has no meaning
    """

    number: int
    sql: str
    sql_hash: str
    values_hash: str
    follows_read: bool
    returned_rows: bool = False
    row_count: int = -1
    done: bool = False


def digest(text: str) -> str:
    """Return the hash that identifies a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def step_of(number: int, sql: str, parameters: Any, *, follows_read: bool) -> Step:
    """Return a statement as a step that has not started."""
    values = digest(repr(parameters)) if parameters else ""
    return Step(number, " ".join(sql.split())[:SHOWN], digest(sql), values, follows_read)

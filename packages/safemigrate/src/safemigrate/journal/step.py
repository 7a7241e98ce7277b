"""One statement of a revision, as the journal knows it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

SHOWN = 500  # characters of a statement that the journal shows


@dataclass(frozen=True)
class Step:
    """A statement that changed something, and how far it got.

    follows_read   it came after a question, so its values may depend on the data
    returned_rows  it gave rows back, which a second run cannot have
    row_count      rows it changed, -1 where that has no meaning
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
    """Return the hash by which a text is known again."""
    return hashlib.sha256(text.encode()).hexdigest()


def step_of(number: int, sql: str, parameters: Any, *, follows_read: bool) -> Step:
    """Return a statement as a step that has not begun."""
    values = digest(repr(parameters)) if parameters else ""
    return Step(number, " ".join(sql.split())[:SHOWN], digest(sql), values, follows_read)

"""What a kind of cell in a season folder is: how it is read, written and named."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be read, and what mends it."""

    what: str
    to_do: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One kind of cell.

    name   how the reference page calls it
    form   completes "Write …."
    read   the cell's text, never blank -> its value, or a Fault
    write  the value, never None -> the cell's text
    """

    name: str
    form: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]


def quoted(text: str) -> str:
    """Return the text as a sentence shows it: in quotation marks, and not too long."""
    return f"'{text}'" if len(text) <= 40 else f"'{text[:40]}…'"


def nearest(word: str, known: list[str]) -> str:
    """Return "; did you mean 'x'?" for the known word that is nearly this one, or a full stop."""
    near = get_close_matches(word, known, n=1) or get_close_matches(word.lower(), known, n=1)
    return f"; did you mean {quoted(near[0])}?" if near else "."

"""Units, the kinds of cells in a season folder: how they are read, written and named."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be read, and how to fix it."""

    message: str
    to_do: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One kind of cell.

    name   its name on the reference page
    form   completes the sentence "Write …."
    read   converts a cell's text, never blank, to its value or a Fault
    write  converts a value, never None, to the cell's text
    """

    name: str
    form: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]


def quoted(text: str) -> str:
    """Return the text for use in a sentence: in quotation marks, cut after 40 characters."""
    return f"'{text}'" if len(text) <= 40 else f"'{text[:40]}…'"


def nearest(word: str, words: list[str]) -> str:
    """Return "; did you mean 'x'?" for the most similar of the words, or a period if none is."""
    near = get_close_matches(word, words, n=1) or get_close_matches(word.lower(), words, n=1)
    return f"; did you mean {quoted(near[0])}?" if near else "."

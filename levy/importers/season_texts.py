"""Reads and writes cells with texts, codes, words from a list, and dates."""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from typing import Any

from levy.importers.season_unit import Fault, Unit, nearest, quoted

# A spreadsheet runs a cell that begins with such a sign as a formula; an apostrophe in front makes
# it text.  Text that already begins with apostrophes and such a sign gets one more, so that a
# reader can always tell an added apostrophe from an original one.
_RUNS = re.compile(r"'*[=+\-@]")
_GUARDED = re.compile(r"'+[=+\-@]")


def guarded(text: str) -> str:
    """Return the text as a cell that no spreadsheet runs as a formula.

    >>> guarded("=1+1"), guarded("Kennewick"), unguarded(guarded("'=1+1"))
    ("'=1+1", 'Kennewick', "'=1+1")
    """
    return f"'{text}" if _RUNS.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text of a cell that `guarded` may have written."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _read_text(cell: str) -> str | Fault:
    if cell.isprintable():  # the common case, and fast
        return unguarded(cell)
    for character in cell:
        if unicodedata.category(character) in {"Cc", "Zl", "Zp"}:
            return Fault(
                f"The text has a line break or control character (U+{ord(character):04X}).",
                "Write it on one line.",
            )
    return unguarded(cell)


def _read_levy(cell: str) -> str | Fault:
    if len(cell.split()) > 1:
        return Fault(
            f"{quoted(cell)} contains a space.",
            "Write the code without spaces: other files separate levies by spaces.",
        )
    return _read_text(cell)


def _read_levies(cell: str) -> tuple[str, ...] | Fault:
    read = _read_text(cell)
    if isinstance(read, Fault):
        return read
    codes = tuple(read.split())
    for code in codes:
        if codes.count(code) > 1:
            return Fault(f"{quoted(code)} appears twice.", "Write it once.")
    return codes


TEXT = Unit("text", "text on one line", _read_text, guarded)
CODE = Unit("code", "the code", _read_text, guarded)
LEVY = Unit("levy code", "the levy's code, without spaces", _read_levy, guarded)
LEVIES = Unit(
    "levy codes",
    "levy codes, separated by spaces",
    _read_levies,
    lambda codes: guarded(" ".join(codes)),
)


def _read_state(cell: str) -> str | Fault:
    if re.fullmatch(r"[A-Z]{2}", cell):
        return cell
    return Fault(f"{quoted(cell)} is not a state's two capital letters.", "Write them: WA.")


STATE = Unit("two letters", "the state's two capital letters, such as WA", _read_state, guarded)
SOURCES = Unit("list of texts", 'a list of texts, such as ["County Assessor"]', _read_text, guarded)


def choice(kind: type[StrEnum]) -> Unit:
    """Return the unit of a cell that holds one member of this enumeration."""
    members = {member.value: member for member in kind}
    return one_of(members)


def one_of(members: dict[str, Any]) -> Unit:
    """Return the unit of a cell that holds one of these words, each with its value."""
    listed = ", ".join(members)

    def read(cell: str) -> Any:
        if cell in members:
            return members[cell]
        return Fault(
            f"{quoted(cell)} is not one of the allowed words{nearest(cell, list(members))}",
            f"Write one of: {listed}.",
        )

    return Unit(f"one of: {listed}", f"one of: {listed}", read, str)


def _read_boolean(cell: str) -> bool | Fault:
    # Spreadsheets write TRUE when they save true.
    if cell.lower() in {"true", "false"}:
        return cell.lower() == "true"
    return Fault(f"{quoted(cell)} is neither true nor false.", "Write true or false.")


def _read_date(cell: str) -> date | Fault:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        try:
            return date.fromisoformat(cell)
        except ValueError:
            return Fault(f"{quoted(cell)} is not in the calendar.", "Correct the date.")
    return Fault(
        f"{quoted(cell)} is not a date in the form year-month-day.",
        "Write year, month and day with hyphens, such as 2025-01-15.",
    )


BOOLEAN = Unit(
    "true or false", "true or false", _read_boolean, lambda flag: "true" if flag else "false"
)
DATE = Unit("date", "a date, such as 2025-01-15", _read_date, date.isoformat)

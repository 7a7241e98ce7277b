"""How each kind of cell in a season folder is read and written."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
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


# Text ---------------------------------------------------------------------------------------

# A spreadsheet runs a cell that begins so.  An apostrophe in front makes it text again, and one
# more stands before text that already begins with apostrophes and such a sign, so that what was
# written can always be told from what was added.
_RUNS = re.compile(r"'*[=+\-@]")
_GUARDED = re.compile(r"'+[=+\-@]")


def guarded(text: str) -> str:
    """Return the text as a cell that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("Kennewick"), unguarded(guarded("'=1+1"))
    ("'=1+1", 'Kennewick', "'=1+1")
    """
    return f"'{text}" if _RUNS.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text of a cell that `guarded` may have written."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _read_text(cell: str) -> str | Fault:
    if cell.isprintable():  # the usual case, and quick
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
            f"{quoted(cell)} has a blank inside.",
            "Write a code without blanks: other files list levies with blanks between them.",
        )
    return _read_text(cell)


def _read_levies(cell: str) -> tuple[str, ...] | Fault:
    read = _read_text(cell)
    if isinstance(read, Fault):
        return read
    codes = tuple(read.split())
    for code in codes:
        if codes.count(code) > 1:
            return Fault(f"{quoted(code)} stands twice.", "Write it once.")
    return codes


TEXT = Unit("text", "text on one line", _read_text, guarded)
CODE = Unit("code", "the code", _read_text, guarded)
LEVY = Unit("levy code", "the levy's code, without blanks", _read_levy, guarded)
LEVIES = Unit(
    "levy codes",
    "codes of levies with blanks between them",
    _read_levies,
    lambda codes: guarded(" ".join(codes)),
)


# Choices ------------------------------------------------------------------------------------


def choice(kind: type[StrEnum]) -> Unit:
    """Return the unit of a cell that holds one member of this kind."""
    members = {member.value: member for member in kind}
    return one_of(members)


def one_of(members: dict[str, Any]) -> Unit:
    """Return the unit of a cell that holds one of these words, each with the value it stands for."""
    listed = ", ".join(members)

    def read(cell: str) -> Any:
        if cell in members:
            return members[cell]
        return Fault(
            f"{quoted(cell)} is not one of the words known here{nearest(cell, list(members))}",
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
            return Fault(f"{quoted(cell)} is not in the calendar.", "Write the day that is meant.")
    return Fault(
        f"{quoted(cell)} is not a date as year-month-day.",
        "Write year, month and day with hyphens, such as 2025-01-15.",
    )


BOOLEAN = Unit(
    "true or false", "true or false", _read_boolean, lambda flag: "true" if flag else "false"
)
DATE = Unit("date", "a date, such as 2025-01-15", _read_date, date.isoformat)


# Numbers ------------------------------------------------------------------------------------

_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_SCIENTIFIC = re.compile(r"[-+]?[0-9.]+[eE][-+]?[0-9]+")


def plain(number: Decimal, places: int = 0) -> str:
    """Return all digits of the number, zeros added up to that many decimals, none dropped.

    >>> plain(Decimal("1.5"), 2), plain(Decimal("1.50")), plain(Decimal("1E+3"))
    ('1.50', '1.5', '1000')
    """
    whole, _, fraction = f"{number or Decimal(0):f}".partition(".")
    fraction = fraction.rstrip("0").ljust(places, "0")
    return f"{whole}.{fraction}" if fraction else whole


def _why_not_plain(cell: str) -> str:
    """Return what keeps the text from being a plain number."""
    if _SCIENTIFIC.fullmatch(cell):
        return f"{quoted(cell)} is in scientific notation, which can hide digits."
    for sign, name in ((",", "comma"), ("$", "dollar sign"), ("%", "percent sign")):
        if sign in cell and any(character.isdigit() for character in cell):
            return f"{quoted(cell)} has a {name}."
    return f"{quoted(cell)} is not a plain number."


def _too_fine(cell: str, decimals: int, places: int) -> str:
    if not places:
        return f"{quoted(cell)} is not a whole number."
    return f"{quoted(cell)} has {decimals} decimals, more than the {places} that are kept."


def number(
    name: str, form: str, *, places: int, least: str, most: str, shown_places: int = 0
) -> Unit:
    """Return the unit of an exact decimal number.

    places        decimals that it may have
    least, most   the range in which it makes sense in this unit
    shown_places  decimals that are always written
    """
    low, high = Decimal(least), Decimal(most)

    def read(cell: str) -> Decimal | Fault:
        to_do = f"Write {form}."
        if not _PLAIN.fullmatch(cell):
            return Fault(_why_not_plain(cell), to_do)
        value = Decimal(cell)
        if value < 0 <= low:
            return Fault(f"{quoted(cell)} is below zero.", to_do)
        if not low <= value <= high:
            return Fault(f"{quoted(cell)} is not between {least} and {most}.", to_do)
        decimals = len(cell.partition(".")[2].rstrip("0"))
        if decimals > places:
            return Fault(_too_fine(cell, decimals, places), to_do)
        return value

    return Unit(name, form, read, lambda value: plain(value, shown_places))


def whole(name: str, form: str, *, least: str, most: str) -> Unit:
    """Return the unit of a whole number that is counted, not measured."""
    exact = number(name, form, places=0, least=least, most=most)

    def read(cell: str) -> int | Fault:
        value = exact.read(cell)
        return value if isinstance(value, Fault) else int(value)

    return Unit(name, form, read, str)


def _read_year(cell: str) -> int | Fault:
    if re.fullmatch(r"[12][0-9]{3}", cell):
        return int(cell)
    return Fault(f"{quoted(cell)} is not a year.", "Write its four digits, such as 2025.")


def _read_state(cell: str) -> str | Fault:
    if re.fullmatch(r"[A-Z]{2}", cell):
        return cell
    return Fault(f"{quoted(cell)} is not a state's two capital letters.", "Write them: WA.")


DOLLARS = number(
    "dollars",
    "plain dollars and cents, such as 1234.56",
    places=2,
    least="0",
    most="999999999999.99",
    shown_places=2,
)
VALUE = number(
    "whole dollars",
    "plain whole dollars of value, such as 1234567",
    places=0,
    least="0",
    most="999999999999999",
)
RATE = number(
    "dollars per $1,000",
    "dollars per $1,000 of value, such as 1.3046932417",
    places=12,
    least="0",
    most="100",
)
FACTOR = number(
    "factor", "a factor: 1.01 lets a levy grow by 1 percent", places=12, least="0.8", most="2"
)
FRACTION = number(
    "fraction", "a fraction, not percent: 0.01 means 1 percent", places=14, least="0", most="0.99"
)
INFLATION = number(
    "fraction",
    "a fraction, not percent: 0.0257 means 2.57 percent",
    places=12,
    least="-0.2",
    most="0.2",
)
PERCENT = number(
    "percent", "percent, not a fraction, such as 95.8", places=12, least="10", most="200"
)
FIGURE = number(
    "dollars, whole dollars or a rate",
    "a plain number in the unit of its item",
    places=12,
    least="0",
    most="999999999999999",
)
PEOPLE = whole("people", "whole people, such as 10000", least="0", most="999999999")
DECIMALS = whole("decimals", "a whole number from 1 to 12", least="1", most="12")
YEAR = Unit("year", "a year's four digits, such as 2025", _read_year, str)
STATE = Unit("two letters", "the state's two capital letters, such as WA", _read_state, guarded)
SOURCES = Unit(
    "list of texts", 'a list of texts, such as ["County Assessor"]', _read_text, guarded
)

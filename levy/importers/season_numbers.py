"""Reads and writes cells with dollars, values, rates and other numbers."""

import re
from decimal import Decimal

from levy.importers.season_unit import Fault, Unit, quoted

_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_TWO_WAYS = re.compile(r"[0-9]+,[0-9]+")
_SCIENTIFIC = re.compile(r"[-+]?[0-9.]+[eE][-+]?[0-9]+")


def plain(number: Decimal, places: int = 0) -> str:
    """Return all digits of the number, padded with zeros to at least that many decimals.

    >>> plain(Decimal("1.5"), 2), plain(Decimal("1.50")), plain(Decimal("1E+3"))
    ('1.50', '1.5', '1000')
    """
    whole, _, fraction = f"{number or Decimal(0):f}".partition(".")
    fraction = fraction.rstrip("0").ljust(places, "0")
    return f"{whole}.{fraction}" if fraction else whole


def _why_not_plain(cell: str) -> str:
    """Return why the text is not a plain number."""
    if _SCIENTIFIC.fullmatch(cell):
        return f"{quoted(cell)} is in scientific notation, which can hide digits."
    if _TWO_WAYS.fullmatch(cell):
        readings = f"{cell.replace(',', '.')} or {cell.replace(',', '')}"
        return f"{quoted(cell)} has a comma: it can mean {readings}."
    for sign, name in ((",", "comma"), ("$", "dollar sign"), ("%", "percent sign")):
        if sign in cell and any(character.isdigit() for character in cell):
            return f"{quoted(cell)} has a {name}."
    return f"{quoted(cell)} is not a plain number."


def _too_fine(cell: str, decimals: int, places: int) -> str:
    if not places:
        return f"{quoted(cell)} is not a whole number."
    return f"{quoted(cell)} has {decimals} decimals; at most {places} are allowed."


def number(
    name: str, form: str, *, places: int, least: str, most: str, shown_places: int = 0
) -> Unit:
    """Return the unit of an exact decimal number.

    places        most decimals that it may have
    least, most   the range that makes sense for this unit
    shown_places  least decimals that are written
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
    """Return the unit of a whole number, such as a count."""
    exact = number(name, form, places=0, least=least, most=most)

    def read(cell: str) -> int | Fault:
        value = exact.read(cell)
        return value if isinstance(value, Fault) else int(value)

    return Unit(name, form, read, str)


def _read_year(cell: str) -> int | Fault:
    if re.fullmatch(r"[12][0-9]{3}", cell):
        return int(cell)
    return Fault(f"{quoted(cell)} is not a year.", "Write its four digits, such as 2025.")


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
PROTECTED_RATE = number(
    "dollars per $1,000",
    "dollars per $1,000 of value, such as 0.25",
    places=12,
    least="0",
    most="0.25",
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
PEOPLE = whole("people", "a whole number of people, such as 10000", least="0", most="999999999")
DECIMALS = whole("decimals", "a whole number from 1 to 12", least="1", most="12")
YEAR = Unit("year", "a year's four digits, such as 2025", _read_year, str)

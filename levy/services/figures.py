"""Formats figures for people: with all digits as certified, never rounded."""

import re
from decimal import Decimal

from levy.law.units import product, quotient

_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
NOT_KNOWN = "—"
_GROUPED = re.compile(r"\$?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")


def ungrouped(text: str) -> str:
    """Return a formatted figure without its dollar sign and commas; other text as it is.

    A comma that is not before three digits is kept, since it may be a decimal comma.
    """
    return text.removeprefix("$").replace(",", "") if _GROUPED.fullmatch(text) else text


def iso_day(text: str) -> str:
    """Return a date like 11/30/2024 as files write it, 2024-11-30; other text as it is."""
    match = _DAY.fullmatch(text)
    return f"{match[3]}-{int(match[1]):02}-{int(match[2]):02}" if match else text


def dollars(amount: Decimal | None) -> str:
    """Return money with its cents: $1,799,258.05."""
    return NOT_KNOWN if amount is None else f"{_sign(amount)}${abs(amount):,.2f}"


def whole_dollars(value: Decimal | None) -> str:
    """Return a taxable value: $36,331,753,518."""
    return NOT_KNOWN if value is None else f"{_sign(value)}${abs(value):,f}"


def rate(number: Decimal | None) -> str:
    """Return a rate with all its digits: 0.5000000000."""
    return NOT_KNOWN if number is None else f"{number:f}"


def figure(number: Decimal | None, unit: str) -> str:
    """Return a worksheet's figure in its own unit."""
    if unit == "dollars":
        return dollars(number)
    return whole_dollars(number) if unit == "value" else rate(number)


def _sign(number: Decimal) -> str:
    return "-" if number < 0 else ""


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Return a part in percent of a whole (not 0), rounded half up to a tenth."""
    return quotient(product(part, Decimal(100)), whole, 1)

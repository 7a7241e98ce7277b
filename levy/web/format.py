"""How pages write figures, dates and counts: only this module turns numbers into text."""

from datetime import date, datetime
from decimal import Decimal

from levy.services.figures import NOT_KNOWN, dollars, figure, percent, rate, whole_dollars
from levy.services.last_year import Change

__all__ = [
    "NOT_KNOWN",
    "counted",
    "day",
    "dollars",
    "figure",
    "in_figures",
    "in_percent",
    "moment",
    "per_thousand",
    "rate",
    "rate_aligned",
    "share",
    "since_last_year",
    "whole_dollars",
    "written_together",
]

_WORKSHEET = 12  # decimals of a rate on a worksheet
_AS_WIDE_AS_A_DIGIT = "\N{FIGURE SPACE}"


def rate_aligned(number: Decimal) -> str:
    """Return a rate with all its digits, padded with spaces to twelve decimals.

    The decimal points of a column thus line up without invented zeros.
    """
    written = rate(number)
    decimals = len(written.partition(".")[2])
    return written + _AS_WIDE_AS_A_DIGIT * max(_WORKSHEET - decimals, 0)


def share(part: Decimal | None, whole: Decimal | None) -> str:
    """Return a part of a whole in percent, rounded to a tenth: 12.3 %."""
    if part is None or not whole:
        return NOT_KNOWN
    return f"{percent(part, whole)} %"


def since_last_year(change: Change, unit: str) -> str:
    """Return how a figure differs from last year's: +$310.00 (+1.2 %), last year $25,000.00."""
    return f"{in_figures(change, unit)}, last year {figure(change.before, unit)}"


def in_figures(change: Change, unit: str) -> str:
    """Return how a figure differs from another: -$800,172.00 (-5.1 %)."""
    text = f"{'-' if change.increase < 0 else '+'}{figure(abs(change.increase), unit)}"
    return text if change.percent is None else f"{text} ({in_percent(change)})"


def in_percent(change: Change) -> str:
    """Return how a figure differs from last year's, in percent: +1.2 %."""
    if change.percent is None:
        return ""
    return f"{'-' if change.increase < 0 else '+'}{abs(change.percent)} %"


def per_thousand(part: Decimal, whole: Decimal) -> int:
    """Return a part in thousandths of a whole: the length of a bar, not a figure to print."""
    return int(part * 1000 / whole) if whole > 0 else 0


def day(when: date | None) -> str:
    """Return a date as the county writes it: Jan 15, 2025."""
    return NOT_KNOWN if when is None else f"{when:%b} {when.day}, {when.year}"


def moment(when: datetime | None) -> str:
    """Return a date and its time, in the time zone of the value."""
    if when is None:
        return NOT_KNOWN
    return f"{day(when)} {when:%H:%M} {when.tzname() or ''}".rstrip()


def counted(number: int, singular: str, plural: str) -> str:
    """Return a count with its noun: 1 levy, 48 levies."""
    return f"{number:,} {singular if number == 1 else plural}"


def written_together(words: list[str], last: str = "and") -> str:
    """Return words as a sentence lists them: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"

"""A levy is never below zero: what is held back, given back or shifted away must fit into it.

RCW 84.52.018 (abeyance), 84.52.085 (an earlier levy that was too high), 84.52.043(1) (road levy
shift).  The worksheet subtracts each without asking; where one is more than there is, a figure
of the request is wrong, or the correction has to be spread over several years.
"""

from decimal import Decimal

from levy.law.not_known import NotKnown
from levy.law.units import ZERO
from levy.law.worksheet import Worksheet

# The line after the subtraction, what was subtracted, and what a person may do besides mending it.
_TAKEN = (
    ("P2J", "abeyance", ""),
    ("P2N", "over_levied", "; RCW 84.52.085 lets it be spread over three years"),
    ("P2S", "shift_from", ""),
)


def check_not_below_zero(sheet: Worksheet) -> None:
    """Raise NotKnown, naming the column of requests.csv, where more is taken off than there is.

    sheet  what `certified_levy` returned
    """
    for left, column, besides in _TAKEN:
        rest = sheet.known(left)
        if rest < ZERO:
            taken = sheet.known(column)
            raise NotKnown(_what(column, taken, rest + taken, besides))


def _what(column: str, taken: Decimal, levy: Decimal, besides: str) -> str:
    return (
        f"its {column} (requests.csv), which is ${taken:,.2f} and can be no more than the levy "
        f"of ${levy:,.2f}{besides}"
    )

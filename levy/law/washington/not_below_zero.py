"""A levy is never negative: abeyance, correction and road shift must not be more than the levy.

RCW 84.52.018 (abeyance), 84.52.085 (an earlier levy that was too high), 84.52.043(1) (road levy
shift).  The worksheet subtracts each without a check.  If one is more than the levy, a figure
of the request is wrong, or the correction has to be spread over several years.
"""

from decimal import Decimal

from levy.law.not_known import NotKnown
from levy.law.units import ZERO
from levy.law.worksheet import Worksheet

# The line after the subtraction, the column subtracted, and what else a person may do.
_SUBTRACTIONS = (
    ("P2J", "abeyance", ""),
    ("P2N", "over_levied", "; RCW 84.52.085 lets it be spread over three years"),
    ("P2S", "shift_from", ""),
)


def check_not_below_zero(sheet: Worksheet) -> None:
    """Raise NotKnown, naming the column of requests.csv, if more is subtracted than is left.

    sheet  what `certified_levy` returned
    """
    for line, column, advice in _SUBTRACTIONS:
        rest = sheet.number(line)
        if rest < ZERO:
            amount = sheet.number(column)
            raise NotKnown(_too_much(column, amount, rest + amount, advice))


def _too_much(column: str, amount: Decimal, levy: Decimal, advice: str) -> str:
    return (
        f"a lower {column} (requests.csv): it is ${amount:,.2f}, more than the levy "
        f"of ${levy:,.2f}{advice}"
    )

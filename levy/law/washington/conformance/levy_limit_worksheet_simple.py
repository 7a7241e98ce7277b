"""Examples of worksheets that print fewer lines: King County's, and the state's statistics.

King County adds utilities to new construction and prints whole dollars; the state lists new
construction and state-assessed value apart.  RCW 84.55.010.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.season import Limit
from levy.law.units import WORKSHEET, ZERO, or_zero, rate_for
from levy.law.washington.example_number import number
from levy.law.washington.law import Law
from levy.law.washington.levy_limit import levy_limit
from levy.law.washington.statutory_maximum import statutory_maximum
from levy.law.worksheet import Worksheet

KING = "new_construction_and_utility_av"
KEYS = frozenset(
    {
        "base",
        "limit_factor",
        "last_year_rate",
        KING,
        "regular_av",
        "refund",
        "new_construction_av",
        "state_assessed_av_current",
        "state_assessed_av_prior",
    }
)


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return the lines of the shape that the inputs have."""
    return _king(inputs) if KING in inputs else _state(inputs)


def _king(inputs: Mapping[str, Any]) -> Mapping[str, Decimal]:
    value = Decimal(inputs["regular_av"])
    sheet = _sheet(inputs, KING, value)
    limit = sheet.known("H")
    return {
        "factor_levy": sheet.known("A"),
        "new_construction_levy": sheet.known("B"),
        "limit": limit,
        "rate": rate_for(limit, value, WORKSHEET),
        "allowable": limit + or_zero(number(inputs, "refund")),
    }


def _state(inputs: Mapping[str, Any]) -> Mapping[str, Decimal]:
    # The statistics print last year's rate as the maximum: these districts levy at theirs.
    sheet = _sheet(inputs, "new_construction_av", ZERO)
    return {"limit": sheet.known("H"), "statutory_max_rate": sheet.known("maximum_rate")}


def _sheet(inputs: Mapping[str, Any], growth: str, value: Decimal) -> Worksheet:
    maximum = statutory_maximum(Decimal(inputs["last_year_rate"]), {}, None)
    limit = Limit(
        levy="",
        highest_lawful_levy=number(inputs, "base"),
        limit_factor=number(inputs, "limit_factor"),
        last_rate=number(inputs, "last_year_rate"),
        new_construction=number(inputs, growth),
        state_assessed=number(inputs, "state_assessed_av_current"),
        state_assessed_prior=number(inputs, "state_assessed_av_prior"),
    )
    return maximum.followed_by(
        levy_limit(limit, value=value, maximum_rate=maximum.known("maximum_rate"))
    )

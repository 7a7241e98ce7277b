"""Examples of one area under the 1 % limit, by the form's lines: `constitutional_1pct`."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.units import ZERO
from levy.law.washington.limit_levels import Component, HasLimits, Piece
from levy.law.washington.max_effective_rate import max_effective_rate
from levy.law.washington.one_percent_limit import one_percent_limit

UNIT = "rate"  # every figure is one
KEYS = frozenset({"tca", "real_ratio", "personal_ratio", "rates", "tax_year"})
# The published examples name no year.
_TAX_YEAR = 2025
_LINES = {
    "State Levy Part 1": Component.STATE,
    "State Levy Part 2": Component.STATE,
    "County General": Component.COUNTY,
    "County Road": Component.ROAD,
    "City": Component.CITY,
    "Fire District (up to 50¢)": Component.FIRE,
    "Fire District (Remainder of rate after Level 17)*": Component.FIRE_REST,
    "Library District": Component.LIBRARY,
    "Public Hospital District (up to 50¢)": Component.HOSPITAL,
    "Public Hospital District (Remainder of rate after Level 17)": Component.HOSPITAL_REST,
    "Emergency Medical Services (up to 30¢)": Component.EMS,
    "Emergency Medical Svc. (Remainder after Level 9)": Component.EMS_REST,
}


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], HasLimits]) -> Mapping[str, Any]:
    """Return the example's maximum rate, its rates after the limit, and their sum.

    A line that the published examples do not have goes by its component's name
    ("cemetery"); raises ValueError for one that is neither.
    """
    law = law_of(int(inputs.get("tax_year", _TAX_YEAR))).limits
    maximum_rate = max_effective_rate(
        Decimal(inputs["real_ratio"]),
        Decimal(inputs["personal_ratio"]),
        one_percent=law.one_percent,
    ).known("maximum_rate")
    pieces = {
        Piece(name, _LINES.get(name) or Component(name)): Decimal(rate)
        for name, rate in inputs["rates"].items()
    }
    shared = one_percent_limit(pieces, {"the area": tuple(inputs["rates"])}, law, maximum_rate)
    final = {piece.levy: rate for piece, rate in shared.kept.items()}
    return {
        "max_effective_rate": maximum_rate,
        "final": final,
        "aggregate": sum(final.values(), start=ZERO),
    }

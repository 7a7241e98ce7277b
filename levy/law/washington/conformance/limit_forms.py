"""Examples of one area under the two limits: $5.90 by component, 1 % by the lines of the form."""

from decimal import Decimal

from levy.law.units import ZERO
from levy.law.washington.aggregate_limit import aggregate_limit
from levy.law.washington.conformance import Answer, Inputs, LawOf
from levy.law.washington.limit_levels import Component, LimitLaw, Piece
from levy.law.washington.max_effective_rate import max_effective_rate
from levy.law.washington.one_percent_limit import one_percent_limit
from levy.law.washington.pro_rata import Allocation
from levy.law.worksheet import Worksheet

# The published examples name no year.
_TAX_YEAR = 2025
_COMPONENTS = {
    "fire_first50": Component.FIRE,
    "rfa_first50": Component.RFA,
    "hospital_first50": Component.HOSPITAL,
    "prsa": Component.PARK_SERVICE_AREA,
}
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


def aggregate_5_90(inputs: Inputs, law_of: LawOf) -> Answer:
    """Return the example's rates after the limit, alone and as `final`, and the sum before it.

    Raises ValueError for a component that no form line names.
    """
    law = _limit_law(inputs, law_of)
    pieces = _pieces(inputs, _COMPONENTS)
    allocation = aggregate_limit(pieces, {"the area": tuple(inputs["rates"])}, law)
    final = _final(allocation)
    original = sum(allocation.rates.values(), start=ZERO)
    return {
        **final,
        "final": final,
        "aggregate_original": original,
        "over_limit": original > law.aggregate_limit,
    }


def constitutional_1pct(inputs: Inputs, law_of: LawOf) -> Answer:
    """Return the example's maximum rate, its rates after the limit, and their sum.

    A line that the published examples do not have is named by its component ("cemetery");
    raises ValueError for any other name.
    """
    law = _limit_law(inputs, law_of)
    maximum_rate = one_percent_rate(inputs, law_of).number("maximum_rate")
    pieces = _pieces(inputs, _LINES)
    final = _final(
        one_percent_limit(pieces, {"the area": tuple(inputs["rates"])}, law, maximum_rate)
    )
    return {
        "max_effective_rate": maximum_rate,
        "final": final,
        "aggregate": sum(final.values(), start=ZERO),
    }


def one_percent_rate(inputs: Inputs, law_of: LawOf) -> Worksheet:
    """Return the 1 % limit as a rate, in line `maximum_rate`."""
    law = _limit_law(inputs, law_of)
    return max_effective_rate(
        Decimal(inputs["real_ratio"]),
        Decimal(inputs["personal_ratio"]),
        one_percent=law.one_percent,
    )


def _limit_law(inputs: Inputs, law_of: LawOf) -> LimitLaw:
    return law_of(int(inputs.get("tax_year", _TAX_YEAR))).limits


def _pieces(inputs: Inputs, names: dict[str, Component]) -> dict[Piece, Decimal]:
    return {
        Piece(name, names.get(name) or Component(name)): Decimal(rate)
        for name, rate in inputs["rates"].items()
    }


def _final(allocation: Allocation) -> dict[str, Decimal]:
    return {piece.levy: rate for piece, rate in allocation.rates_left.items()}

"""Examples of one area under the $5.90 limit, by component: `aggregate_5_90`."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.units import ZERO
from levy.law.washington.aggregate_limit import aggregate_limit
from levy.law.washington.limit_levels import Component, HasLimits, Piece

UNIT = "rate"  # every figure is one
KEYS = frozenset({"tca", "rates", "tax_year"})
# The published examples name no year.
_TAX_YEAR = 2025
_NAMES = {
    "fire_first50": Component.FIRE,
    "rfa_first50": Component.RFA,
    "hospital_first50": Component.HOSPITAL,
    "prsa": Component.PARK_SERVICE_AREA,
}


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], HasLimits]) -> Mapping[str, Any]:
    """Return the example's rates after the limit, alone and as `final`, and the sum before it.

    Raises ValueError for a component that no form line names.
    """
    law = law_of(int(inputs.get("tax_year", _TAX_YEAR))).limits
    pieces = {
        Piece(name, _NAMES.get(name) or Component(name)): Decimal(rate)
        for name, rate in inputs["rates"].items()
    }
    shared = aggregate_limit(pieces, {"the area": tuple(inputs["rates"])}, law)
    final = {piece.levy: rate for piece, rate in shared.kept.items()}
    original = sum(shared.wanted.values(), start=ZERO)
    return {
        **final,
        "final": final,
        "aggregate_original": original,
        "over_limit": original > law.aggregate_limit,
    }

"""Examples of the 1 % limit as a rate: `max_effective_rate`."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.washington.limit_levels import HasLimits
from levy.law.washington.max_effective_rate import max_effective_rate

KEYS = frozenset({"real_ratio", "personal_ratio", "tax_year"})
# The published examples name no year.
_TAX_YEAR = 2025


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], HasLimits]) -> Mapping[str, Any]:
    """Return the example's rate."""
    law = law_of(int(inputs.get("tax_year", _TAX_YEAR))).limits
    sheet = max_effective_rate(
        Decimal(inputs["real_ratio"]),
        Decimal(inputs["personal_ratio"]),
        one_percent=law.one_percent,
    )
    return {"max_effective_rate": sheet.known("maximum_rate")}

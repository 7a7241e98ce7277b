"""Examples of the state's school levy form.  RCW 84.52.0531, 84.52.080(2).

The form cuts all its rates off at 12 decimals.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.units import WORKSHEET, ZERO, or_zero, rate_for, rounded
from levy.law.washington.example_number import number
from levy.law.washington.law import Law
from levy.law.washington.school_enrichment import school_enrichment

KEYS = frozenset(
    {
        "district",
        "tax_base_bond",
        "tax_base_enrichment",
        "bond",
        "capital",
        "transport",
        "enrichment_certified",
        "max_per_pupil_amount",
    }
)
TAX_YEAR = 2025


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return the four rates, the enrichment levy and its maximum by the dollar rate."""
    base = Decimal(inputs["tax_base_bond"])
    sheet = school_enrichment(
        Decimal(inputs["enrichment_certified"]),
        Decimal(inputs["tax_base_enrichment"]),
        maximum_rate=law_of(TAX_YEAR).enrichment_rate,
        per_pupil=number(inputs, "max_per_pupil_amount"),
    )
    return {
        "bond_rate": _rate(number(inputs, "bond"), base),
        "capital_rate": _rate(number(inputs, "capital"), base),
        "transport_rate": _rate(number(inputs, "transport"), base),
        "statutory_max_2_50": sheet.known("maximum_amount"),
        "enrichment_levy": sheet.known("P2S"),
        "enrichment_rate": sheet.known("P2S_rate"),
    }


def _rate(amount: Decimal | None, base: Decimal) -> Decimal:
    if not base:
        return rounded(ZERO, WORKSHEET)
    return rate_for(or_zero(amount), base, WORKSHEET, "down")

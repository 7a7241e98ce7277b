"""Examples of the limit factor.  RCW 84.55.005, 84.55.0101.

The sources give the size class of a district, not its population.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.washington.law import Law
from levy.law.washington.limit_factor import SubstantialNeed, limit_factor

KEYS = frozenset({"ipd", "population_10000_or_more", "substantial_need", "adopted"})
TAX_YEAR = 2025  # the two numbers of the statute have not changed since the oldest example


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return `limit_factor`."""
    law = law_of(TAX_YEAR)
    least = int(law.small_district)
    need = None
    if inputs.get("substantial_need"):
        need = SubstantialNeed(Decimal(inputs["adopted"]))
    sheet = limit_factor(
        least if inputs["population_10000_or_more"] else least - 1,
        Decimal(inputs["ipd"]),
        cap=law.limit_factor_cap,
        small_district=law.small_district,
        need=need,
    )
    return {"limit_factor": sheet.known("limit_factor")}

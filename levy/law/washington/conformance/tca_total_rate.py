"""Examples of an area's total rate, with and without the senior exemption: `tca_total_rate`."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.kinds import Base, LevyKind
from levy.law.season import Levy
from levy.law.washington.area_rates import area_result

UNIT = "rate"  # every figure is one
KEYS = frozenset({"tca", "levies"})


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Any]) -> Mapping[str, Any]:
    """Return the example's totals; a star before a name: a senior-exempt parcel does not pay it."""
    levies = [
        Levy(
            name,
            "the district",
            name,
            LevyKind.REGULAR,
            Base.EXCESS if name.startswith("*") else Base.REGULAR,
        )
        for name in inputs["levies"]
    ]
    rates = {name: Decimal(rate) for name, rate in inputs["levies"].items()}
    area = area_result("the area", levies, rates, {}, None)
    return {"total": area.total_rate, "total_with_senior_exemption": area.senior_rate}

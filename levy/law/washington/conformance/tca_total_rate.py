"""Examples of an area's total rate, with and without the senior exemption: `tca_total_rate`."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.kinds import Base, DistrictKind, LevyKind
from levy.law.season import District, Levy
from levy.law.washington.area_rates import area_result

KEYS = frozenset({"tca", "levies"})
# The area's totals need each levy's base alone; what it is for does not change them.
_DISTRICT = District("the district", "the district", DistrictKind.OTHER_JUNIOR)


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Any]) -> Mapping[str, Any]:
    """Return the example's totals; a star before a name: a senior-exempt parcel does not pay it."""
    levies = [
        Levy(
            name,
            _DISTRICT.district,
            name,
            LevyKind.REGULAR,
            Base.EXCESS if name.startswith("*") else Base.REGULAR,
        )
        for name in inputs["levies"]
    ]
    rates = {name: Decimal(rate) for name, rate in inputs["levies"].items()}
    area = area_result("the area", levies, rates, {_DISTRICT.district: _DISTRICT}, None)
    return {"total": area.total_rate, "total_with_senior_exemption": area.senior_rate}

"""Examples of an area's total rate, with and without the senior exemption: `tca_total_rate`."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.kinds import Base
from levy.law.units import ZERO
from levy.law.washington.added_up import AddedUp
from levy.law.washington.area_rates import area_result

UNIT = "rate"  # every figure is one
KEYS = frozenset({"tca", "levies"})


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Any]) -> Mapping[str, Any]:
    """Return the example's totals; a star before a name: a senior-exempt parcel does not pay it."""
    rates = {name: Decimal(rate) for name, rate in inputs["levies"].items()}
    levies = {
        Base.EXCESS: tuple(name for name in rates if name.startswith("*")),
        Base.REGULAR: tuple(name for name in rates if not name.startswith("*")),
    }
    values = dict.fromkeys(Base, ZERO)
    none = AddedUp({})
    area = area_result(
        "the area", levies, AddedUp(rates), limited=(), in_aggregate=none, values=values
    )
    return {"total": area.total_rate, "total_with_senior_exemption": area.senior_rate}

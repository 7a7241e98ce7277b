"""Examples of a city that formed a fire district, in the district's first year.  WAC 458-19-090.

The example shows the district's rate with two decimals.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.kinds import DistrictKind
from levy.law.units import CENTS, WORKSHEET, quotient
from levy.law.washington.city_formed_fire_district import LEVIES, city_after_fire_district
from levy.law.washington.law import Law

KEYS = frozenset({"city_hll", "fd_levy", "fd_av"})
TAX_YEAR = 2025


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return the district's three levies, and the city's highest lawful levy afterwards."""
    # Its highest rate is that of three equal levies.
    fire = law_of(TAX_YEAR).maximum_rates[DistrictKind.FIRE]
    sheet = city_after_fire_district(
        Decimal(inputs["city_hll"]),
        fire_levy=Decimal(inputs["fd_levy"]),
        fire_value=Decimal(inputs["fd_av"]),
        each_rate=quotient(fire, Decimal(len(LEVIES)), WORKSHEET),
        imposed_before=(),
        decimals=CENTS,
    )
    return {
        "fd_rate": sheet.known("fire_rate"),
        "levy_130": sheet.known("levy_130"),
        "levy_140": sheet.known("levy_140"),
        "levy_160": sheet.known("levy_160"),
        "city_hll_after": sheet.known("city_highest_after"),
    }

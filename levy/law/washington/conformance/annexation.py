"""Examples of the limit of a district that annexed land.  WAC 458-19-035."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.washington.annexation import gaining_limit
from levy.law.washington.law import Law

KEYS = frozenset(
    {
        "highest",
        "limit_factor",
        "new_construction_av",
        "last_year_rate",
        "annexed_av",
        "rate_absent_annexation",
    }
)


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return the three parts of the limit, and the limit."""
    sheet = gaining_limit(
        Decimal(inputs["highest"]),
        Decimal(inputs["limit_factor"]),
        growth=Decimal(inputs["new_construction_av"]),
        last_rate=Decimal(inputs["last_year_rate"]),
        annexed=Decimal(inputs["annexed_av"]),
        rate_without=Decimal(inputs["rate_absent_annexation"]),
    )
    names = ("factor_part", "growth_part", "annexed_part", "limit")
    return {name: sheet.known(name) for name in names}

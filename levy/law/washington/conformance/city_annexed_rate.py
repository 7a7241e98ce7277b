"""Examples of the maximum rate of a city in a fire or library district.  WAC 458-19-080."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.units import or_zero
from levy.law.washington.example_number import number
from levy.law.washington.law import Law
from levy.law.washington.statutory_maximum import statutory_maximum

KEYS = frozenset({"base", "fire_rate", "library_rate"})


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return `max_city_rate`."""
    less = {name: or_zero(number(inputs, name)) for name in ("fire_rate", "library_rate")}
    sheet = statutory_maximum(Decimal(inputs["base"]), less, None)
    return {"max_city_rate": sheet.known("maximum_rate")}

"""Examples of a restored levy by the rule in force until tax year 2023.  WAC 458-19-025.

The rate is printed per dollar, with six decimals, and used unrounded.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.units import quotient
from levy.law.washington.law import Law
from levy.law.washington.restoration import restored_levy_before_2024

KEYS = frozenset({"current_av", "increase_since_last_levy_av", "last_levy"})
PRINTED = 6


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return the value without growth, the rate, what it adds, and the levy."""
    sheet = restored_levy_before_2024(
        Decimal(inputs["last_levy"]),
        value=Decimal(inputs["current_av"]),
        growth=Decimal(inputs["increase_since_last_levy_av"]),
        maximum_lawful=None,
    )
    base = sheet.known("base_value")
    return {
        "base_av": base,
        "rate_per_dollar": quotient(sheet.known("last_levy"), base, PRINTED),
        "added": sheet.known("added"),
        "allowable": sheet.known("allowable"),
    }

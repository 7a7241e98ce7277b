"""Examples of a county levy and its earmarked parts.  WAC 458-19-055."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.units import ZERO, rate_for
from levy.law.washington.earmark import earmarked_split
from levy.law.washington.law import Law

KEYS = frozenset({"total_levy", "av", "mental_health_rate", "veterans_rate"})


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return the parts, and `total_rate`: their rates, each certified from its own amount."""
    whole, value = Decimal(inputs["total_levy"]), Decimal(inputs["av"])
    rates = {
        "mental_health": Decimal(inputs["mental_health_rate"]),
        "veterans": Decimal(inputs["veterans_rate"]),
    }
    sheet = earmarked_split(whole, value, rates)
    parts = ("rest", "part_mental_health", "part_veterans")
    return {
        "total_rate": sum((rate_for(sheet.known(part), value) for part in parts), start=ZERO),
        "current_expense": sheet.known("rest"),
        "mental_health": sheet.known("part_mental_health"),
        "veterans": sheet.known("part_veterans"),
    }

"""Examples of a county levy and its earmarked parts.  WAC 458-19-055."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.units import ZERO, rate_for
from levy.law.washington.earmark import earmarked_split
from levy.law.washington.law import Law
from levy.law.worksheet import key_of

KEYS = frozenset({"total_levy", "av", "mental_health_rate", "veterans_rate"})


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return the parts, and `total_rate`: their rates, each certified from its own amount."""
    whole, value = Decimal(inputs["total_levy"]), Decimal(inputs["av"])
    rates = {
        "mental_health": Decimal(inputs["mental_health_rate"]),
        "veterans": Decimal(inputs["veterans_rate"]),
    }
    sheet = earmarked_split(whole, value, rates)
    amounts = {part: sheet.known(f"part_{key_of(part)}") for part in rates}
    amounts["current_expense"] = sheet.known("rest")
    return {
        "total_rate": sum((rate_for(amount, value) for amount in amounts.values()), start=ZERO),
        **amounts,
    }

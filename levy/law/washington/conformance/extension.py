"""Examples of a levy's amount in a county: its value × its certified rate.  RCW 84.52.080."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.units import tax_on, to_cents
from levy.law.washington.law import Law

KEYS = frozenset({"levy", "taxable_value", "rate_per_1000"})


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return `amount`, in cents."""
    tax = tax_on(Decimal(inputs["taxable_value"]), Decimal(inputs["rate_per_1000"]))
    return {"amount": to_cents(tax)}

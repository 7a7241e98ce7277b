"""The limit of the first levy after districts merge.  RCW 84.55.020; WAC 458-19-030.

The sum of the components' highest lawful levies grows by the limit factor; growth in each
component is taxed at that component's own rate.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from levy.law.units import ZERO, product, tax_on, to_cents
from levy.law.worksheet import Working, Worksheet


class Component(NamedTuple):
    """A district that merged.

    highest    dollars that it could have levied (RCW 84.55.092)
    last_rate  rate of its last levy
    growth     value of its new construction, improvements and state-assessed rise
    """

    name: str
    highest: Decimal
    last_rate: Decimal
    growth: Decimal


def consolidation_limit(limit_factor: Decimal, components: Sequence[Component]) -> Worksheet:
    """Return the limit as line `limit`; there is at least one component."""
    sheet = Working("RCW 84.55.020")
    sheet.input("limit_factor", "Limit factor", limit_factor, "factor", "limits.csv")
    highest, growth = ZERO, ZERO
    for number, part in enumerate(components, start=1):
        sheet.input(
            f"highest_{number}",
            f"Highest levy of {part.name}",
            part.highest,
            "dollars",
            "limits.csv",
        )
        sheet.input(
            f"growth_value_{number}", f"Growth in {part.name}", part.growth, "value", "limits.csv"
        )
        sheet.input(
            f"last_rate_{number}", f"Last rate of {part.name}", part.last_rate, "rate", "limits.csv"
        )
        highest += part.highest
        growth += sheet.computed(
            f"growth_{number}",
            f"Growth in {part.name} × its last rate",
            to_cents(tax_on(part.growth, part.last_rate)),
            "dollars",
            f"cents(growth_value_{number} * last_rate_{number} / 1000)",
        )
    numbers = range(1, len(components) + 1)
    factor_part = sheet.computed(
        "factor_part",
        "Highest levies together × the limit factor",
        to_cents(product(highest, limit_factor)),
        "dollars",
        f"cents(({' + '.join(f'highest_{n}' for n in numbers)}) * limit_factor)",
    )
    growth_part = sheet.computed(
        "growth_part",
        "Growth of all districts",
        growth,
        "dollars",
        " + ".join(f"growth_{n}" for n in numbers),
    )
    sheet.computed(
        "limit", "Levy limit", factor_part + growth_part, "dollars", "factor_part + growth_part"
    )
    return sheet.worksheet()

"""A small county to run the two limits on: levies named after their components."""

from collections.abc import Mapping
from decimal import Decimal

from levy.law.washington.limit_levels import Component, LimitedLevy
from levy.law.washington.proration import Loss, Proration
from levy.params.washington.limit_law import limit_law

LAW = limit_law(2025)
NO_LIMIT = Decimal(1000)


def levies(rates: Mapping[str, str]) -> list[LimitedLevy]:
    """Return a levy by name: "fire" or, where a county has several, "fire:1"."""
    return [
        LimitedLevy(name, Component(name.partition(":")[0]), Decimal(rate))
        for name, rate in rates.items()
    ]


def rates_of(proration: Proration) -> dict[str, Decimal | None]:
    return {code: levy.rate for code, levy in proration.levies.items()}


def told(loss: Loss) -> tuple[str, str, int, str, Decimal, tuple[str, ...]]:
    """Return a loss as a table row: levy, limit, level, area, rate lost, to whom."""
    return (loss.levy, loss.limit.value, loss.level, loss.area, loss.lost, loss.to)

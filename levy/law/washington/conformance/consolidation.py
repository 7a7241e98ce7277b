"""Examples of the first limit after districts merge.  WAC 458-19-030."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.washington.consolidation import Component, consolidation_limit
from levy.law.washington.law import Law

KEYS = frozenset({"limit_factor", "components"})


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return the two parts of the limit, and the limit."""
    components = [
        Component(
            part["name"],
            Decimal(part["highest"]),
            Decimal(part["rate"]),
            Decimal(part["increase_av"]),
        )
        for part in inputs["components"]
    ]
    sheet = consolidation_limit(Decimal(inputs["limit_factor"]), components)
    return {key: sheet.known(key) for key in ("factor_part", "growth_part", "limit")}

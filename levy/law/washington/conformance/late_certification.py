"""Examples of a levy that was certified late.  RCW 84.52.070(3).

The source says whether the values came in time, not how many working days there were.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.washington.late_certification import usable_amount
from levy.law.washington.law import Law

IN_TIME = "av_certified_12_working_days_before_nov30"
KEYS = frozenset({"certified_late", "prior_year_certified", IN_TIME})
NEEDED = 12  # working days, as the input is named


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return `usable`."""
    sheet = usable_amount(
        Decimal(inputs["certified_late"]),
        last_year=Decimal(inputs["prior_year_certified"]),
        working_days=NEEDED if inputs[IN_TIME] else NEEDED - 1,
        days_needed=Decimal(NEEDED),
    )
    return {"usable": sheet.known("usable")}

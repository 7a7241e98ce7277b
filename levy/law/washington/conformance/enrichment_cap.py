"""Examples of the published enrichment maximum per pupil.  RCW 84.52.0531.

The sources give the size class of a district, not its students; `base`, the statute's figure
before its index, and the figure published are there to be compared with, not to compute from.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.units import ONE
from levy.law.washington.enrichment_cap import HasEnrichment, enrichment_cap
from levy.law.washington.not_known import NotKnown

KEYS = frozenset({"base", "year", "fte_lt_40000", "per_pupil_published"})


def answer(
    inputs: Mapping[str, Any], law_of: Callable[[int], HasEnrichment]
) -> Mapping[str, Decimal]:
    """Return `per_pupil`, as this program's parameters have it for the year.

    Raises NotKnown for a year whose amounts the parameters do not have.
    """
    law = law_of(int(inputs["year"])).enrichment
    if law is None:
        raise NotKnown(
            f"the amounts per pupil of {inputs['year']} "
            "(levy/params/washington/rcw_84_52_0531.toml)"
        )
    pupils = law.large_district - ONE if inputs["fte_lt_40000"] else law.large_district
    return {"per_pupil": enrichment_cap(pupils, law).known("per_pupil")}

"""Examples of a parcel's tax in whole cents.  RCW 84.52.080(1)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.washington.law import Law
from levy.law.washington.parcel_extension import parcel_cents

KEYS = frozenset({"cases"})


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return `results`, one for each case."""
    return {"results": [parcel_cents(Decimal(case)) for case in inputs["cases"]]}

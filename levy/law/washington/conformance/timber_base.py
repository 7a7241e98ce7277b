"""Examples of the timber value of an enrichment levy.  RCW 84.52.080(2)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.washington.example_number import number
from levy.law.washington.law import Law
from levy.law.washington.timber_base import enrichment_timber

KEYS = frozenset({"tav", "timber_roll_1983_80pct"})


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return `enrichment_tav`."""
    sheet = enrichment_timber(Decimal(inputs["tav"]), number(inputs, "timber_roll_1983_80pct"))
    return {"enrichment_tav": sheet.known("enrichment_timber")}

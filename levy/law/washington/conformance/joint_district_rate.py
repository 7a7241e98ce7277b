"""Examples of a joint district: one rate for all its counties.  RCW 84.52.080."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.washington.joint_district import joint_levy
from levy.law.washington.law import Law

KEYS = frozenset({"av", "levies"})


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return `total_av`, `rates` by levy, and `COUNTY_share` by levy for each county."""
    values = {county: Decimal(value) for county, value in inputs["av"].items()}
    shares: dict[str, dict[str, Decimal]] = {f"{county.lower()}_share": {} for county in values}
    rates = {}
    for levy, amount in inputs["levies"].items():
        sheet = joint_levy(Decimal(amount), values)
        rates[levy] = sheet.known("joint_rate")
        for county in values:
            share = sheet.known(f"share_{county.lower()}")
            shares[f"{county.lower()}_share"][levy] = share
    return {"total_av": sum(values.values(), start=Decimal(0)), "rates": rates, **shares}

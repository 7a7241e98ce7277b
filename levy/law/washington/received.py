"""A rate that somebody else decided: the lead county of a joint district.  RCW 84.52.080.

It comes with up to 12 decimals and is certified with the county's own number of them.
"""

from decimal import Decimal

from levy.law.units import rounded
from levy.law.worksheet import Working, Worksheet


def received_rate(rate: Decimal, *, source: str | None, decimals: int) -> Worksheet:
    """Return the certified rate as line `rate`.

    rate      rate as it was received
    source    who sent it, or None where that is not known
    decimals  decimals of a certified rate
    """
    sheet = Working("RCW 84.52.080")
    sheet.given("received_rate", "Rate received", rate, "rate", source or "received_rates.csv")
    sheet.computed(
        "rate", "Certified rate", rounded(rate, decimals), "rate", f"round{decimals}(received_rate)"
    )
    return sheet.worksheet()

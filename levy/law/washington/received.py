"""A rate that somebody else decided, such as a joint district's lead county.  RCW 84.52.080."""

from decimal import Decimal

from levy.law.worksheet import Working, Worksheet


def received_rate(rate: Decimal, *, source: str | None) -> Worksheet:
    """Return the rate as line `received_rate`.

    rate    rate as it was received, up to 12 decimals
    source  who sent it, or None if that is not known
    """
    sheet = Working("RCW 84.52.080")
    sheet.input("received_rate", "Rate received", rate, "rate", source or "received_rates.csv")
    return sheet.worksheet()

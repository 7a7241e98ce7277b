"""Bonds and other levies of a fixed amount: the amount over the base.  RCW 84.52.056, 84.52.080.

Nothing limits the amount but what voters (or, for a non-voted bond, the council) approved.
"""

from decimal import Decimal

from levy.law.units import displayed_rate
from levy.law.worksheet import Working, Worksheet


def excess_levy(amount: Decimal | None, value: Decimal, *, source: str, label: str) -> Worksheet:
    """Return the levy as lines `P2S` and its rate as line `P2S_rate`; both blank as the amount is.

    amount  dollars certified, or None
    value   value of the levy's own areas on its own base
    source  where the amount came from
    label   what the amount is called there
    """
    sheet = Working("RCW 84.52.080")
    sheet.given("certified", label, amount, "dollars", source)
    sheet.given("value", "Value that the levy is computed on", value, "value")
    sheet.decided("P2S", "Levy", amount, "dollars", "certified")
    rate = None if amount is None else displayed_rate(amount, value)
    sheet.decided("P2S_rate", "Rate of the levy", rate, "rate", "rate12(P2S, value)")
    return sheet.worksheet()

"""Bonds and other levies of a fixed amount.  RCW 84.52.056, 84.52.080.

The rate is the amount divided by the base.  The only limit on the amount is what the voters (or,
for a non-voted bond, the council) approved.
"""

from decimal import Decimal

from levy.law.units import displayed_rate
from levy.law.worksheet import Working, Worksheet


def excess_levy(amount: Decimal | None, value: Decimal, *, source: str, label: str) -> Worksheet:
    """Return the levy as line `P2S`, its rate as line `P2S_rate`; both blank if the amount is.

    amount  dollars certified, or None
    value   value of the levy's own areas on its own base
    source  where the amount came from
    label   label of the amount's line
    """
    sheet = Working("RCW 84.52.080")
    sheet.input("certified", label, amount, "dollars", source)
    sheet.input("value", "Value that the levy is computed on", value, "value")
    sheet.computed_or_blank("P2S", "Levy", amount, "dollars", "certified")
    rate = None if amount is None else displayed_rate(amount, value)
    sheet.computed_or_blank("P2S_rate", "Rate of the levy", rate, "rate", "rate12(P2S, value)")
    return sheet.worksheet()

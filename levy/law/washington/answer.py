"""The last lines of every worksheet: the certified rate, and this county's tax at that rate.

A certified rate is rounded once, from the amount and the value; rounding the worksheet's
12 decimals again would move its last digit.  Where a maximum rate binds, the rate is that
maximum itself, and what stands beyond the certified decimals is dropped, so that no rate
ever passes its maximum.  RCW 84.52.080.
"""

from decimal import Decimal

from levy.law.units import rate_for, rounded, tax_on, to_cents
from levy.law.worksheet import Working, Worksheet


def rate_from_amount(
    amount: Decimal, value: Decimal, *, decimals: int, label: str, amount_key: str
) -> Worksheet:
    """Return the certified rate that raises the amount, as line `rate`.

    amount_key  the line that holds the amount
    value       given before as line `value`
    """
    sheet = Working("RCW 84.52.080")
    rate = rate_for(amount, value, decimals) if value else rounded(value, decimals)
    sheet.computed("rate", label, rate, "rate", f"rate{decimals}({amount_key}, value)")
    return sheet.worksheet()


def rate_at_maximum(maximum: Decimal, *, decimals: int, maximum_key: str) -> Worksheet:
    """Return the certified rate of a levy that its maximum binds, as line `rate`."""
    sheet = Working("RCW 84.52.080")
    sheet.computed(
        "rate",
        "Certified rate, at its maximum",
        rounded(maximum, decimals, "down"),
        "rate",
        f"cut{decimals}({maximum_key})",
    )
    return sheet.worksheet()


def county_tax(county_value: Decimal, rate: Decimal) -> Worksheet:
    """Return this county's tax at the certified rate, as line `tax`."""
    sheet = Working("RCW 84.52.080")
    sheet.given("county_value", "This county's value", county_value, "value")
    sheet.computed(
        "tax",
        "Tax in this county",
        to_cents(tax_on(county_value, rate)),
        "dollars",
        "cents(county_value * rate / 1000)",
    )
    return sheet.worksheet()

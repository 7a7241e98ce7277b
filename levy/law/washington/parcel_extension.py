"""The tax on one parcel, in whole cents.  RCW 84.52.080(1).

A fraction of a cent that is greater than a half becomes a cent; exactly half a cent, or less, is
dropped.  (The amounts of whole levies are rounded half up: `answer`.)
"""

from decimal import Decimal

from levy.law.units import CENTS, rounded, tax_on
from levy.law.worksheet import Working, Worksheet


def parcel_tax(value: Decimal, rate: Decimal) -> Worksheet:
    """Return the tax of a parcel as line `parcel_tax`.

    value  value of the parcel on the levy's base, not below zero
    rate   rate as certified
    """
    sheet = Working("RCW 84.52.080(1)")
    sheet.input("parcel_value", "Value of the parcel", value, "value")
    sheet.input("parcel_rate", "Rate", rate, "rate")
    exact = sheet.computed(
        "unrounded",
        "Value × rate",
        tax_on(value, rate),
        "dollars",
        "parcel_value * parcel_rate / 1000",
    )
    sheet.computed(
        "whole_cents",
        "Whole cents",
        rounded(exact, CENTS, "down"),
        "dollars",
        "cut2(unrounded)",
    )
    # The distance to the next cent, rounded half up, is 0 only above half a cent.
    sheet.computed(
        "parcel_tax",
        "Tax: more than half a cent rounds up, half a cent or less is dropped",
        parcel_cents(exact),
        "dollars",
        "whole_cents + 0.01 - cents(whole_cents + 0.01 - unrounded)",
    )
    return sheet.worksheet()


def parcel_cents(dollars: Decimal) -> Decimal:
    """Return an amount, not below zero, in whole cents as a parcel's tax is rounded.

    >>> parcel_cents(Decimal("100.005")), parcel_cents(Decimal("100.0051"))
    (Decimal('100.00'), Decimal('100.01'))
    """
    return rounded(dollars, CENTS, "half_down")

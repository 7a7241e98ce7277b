"""The statutory maximum rate, less the rates of other levies.  RCW 84.52.043, 84.52.044.

A city annexed to a fire or library district levies at most its own maximum less their
rates, before the $5.90 or 1 % limit cuts those; a fire district's non-voted bond lowers its
regular levy's maximum.  A firefighters' pension raises it (RCW 41.16.060).  The maximum is never
negative.
"""

from collections.abc import Mapping
from decimal import Decimal

from levy.law.units import ZERO, not_below_zero, or_zero, tax_on, to_cents
from levy.law.worksheet import Working, Worksheet, key_of


def statutory_maximum(
    base_rate: Decimal, less: Mapping[str, Decimal], plus: Decimal | None
) -> Worksheet:
    """Return the rate that is left, as line `maximum_rate`.

    base_rate  rate that the law allows this kind of levy
    less       rates to subtract, 12 decimals, by the code of their levy
    plus       rate to add, or None
    """
    sheet = Working("RCW 84.52.043")
    sheet.input(
        "statutory_rate", "Statutory rate of this kind of levy", base_rate, "rate", "levies.csv"
    )
    for code, rate in less.items():
        key = f"less_{key_of(code)}"
        sheet.input(key, f"Less the rate of {code}", rate, "rate", f"{code}, line rate")
    if plus is not None:
        sheet.input("statutory_plus", "Plus (firefighters' pension)", plus, "rate", "limits.csv")
    rest = base_rate - sum(less.values(), ZERO) + or_zero(plus)
    left = "statutory_rate" + "".join([f" - less_{key_of(code)}" for code in less])
    left += " + statutory_plus" if plus is not None else ""
    sheet.computed(
        "maximum_rate",
        "Statutory maximum rate",
        not_below_zero(rest),
        "rate",
        left if rest >= ZERO else f"greater({left}, 0)",
        "RCW 84.52.043; RCW 84.52.044" if less else "RCW 84.52.043",
    )
    return sheet.worksheet()


def maximum_amount(
    sheet: Working,
    value: Decimal,
    maximum_rate: Decimal,
    label: str = "Value × the highest rate",
    statute: str = "",
) -> Decimal:
    """Write the amount that the highest rate raises as line `maximum_amount`, and return it.

    sheet         has the lines `value` and `maximum_rate`
    value         value of the district
    maximum_rate  rate
    """
    return sheet.computed(
        "maximum_amount",
        label,
        to_cents(tax_on(value, maximum_rate)),
        "dollars",
        "cents(value * maximum_rate / 1000)",
        statute,
    )

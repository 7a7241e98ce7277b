"""A district in several counties: one rate over all its value.  RCW 84.52.080, 84.55.100.

The lead county computes the rate on the sum of the counties' values; each county then taxes its
own value at the certified rate.  The worksheet cuts the rate off at 12 decimals.
"""

from collections.abc import Mapping
from decimal import Decimal

from levy.law.units import CERTIFIED, WORKSHEET, ZERO, rate_or_zero, rounded, tax_on, to_cents
from levy.law.worksheet import Working, Worksheet


def joint_levy(
    amount: Decimal, values: Mapping[str, Decimal], *, decimals: int = CERTIFIED
) -> Worksheet:
    """Return the rate as line `joint_rate`, and each county's tax as line `share_COUNTY`.

    amount    dollars of the whole levy
    values    value by county; a county's name becomes part of its lines' keys, in lower case
    decimals  of the rate that is sent to the counties and certified

    The shares' cents need not add up to the amount.
    """
    sheet = Working("RCW 84.52.080")
    sheet.input("joint_levy", "Levy of the whole district", amount, "dollars", "requests.csv")
    keys = {county: county.lower().replace(" ", "_") for county in values}
    for county, value in values.items():
        sheet.input(
            f"value_{keys[county]}", f"Value in {county} County", value, "value", "levy_values.csv"
        )
    total = sheet.computed(
        "total_value",
        "Value of the whole district",
        sum(values.values(), start=ZERO),
        "value",
        " + ".join(f"value_{key}" for key in keys.values()),
    )
    rate = sheet.computed(
        "joint_rate",
        "Rate over all counties",
        rate_or_zero(amount, total, WORKSHEET, "down"),
        "rate",
        "cut12(joint_levy, total_value)",
    )
    certified = sheet.computed(
        "certified_rate",
        "Rate as certified",
        rounded(rate, decimals),
        "rate",
        f"round{decimals}(joint_rate)",
    )
    for county, value in values.items():
        sheet.computed(
            f"share_{keys[county]}",
            f"Tax in {county} County",
            to_cents(tax_on(value, certified)),
            "dollars",
            f"cents(value_{keys[county]} * certified_rate / 1000)",
        )
    return sheet.worksheet()

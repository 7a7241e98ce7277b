"""A rural library may levy its rate on market value.  RCW 84.52.063.

Its 0.50 applies to market value, by the state's ratio, so the rate on assessed value is a little
higher.  If a limit across areas is exceeded, this levy is reduced first, down to 0.50 on assessed
value, before any levy is cut in the order of RCW 84.52.010.
"""

from decimal import Decimal

from levy.law.units import WORKSHEET, product, quotient
from levy.law.worksheet import Working, Worksheet

HUNDRED = Decimal(100)


def library_maximum_rate(rate: Decimal, ratio: Decimal) -> Worksheet:
    """Return the rate on assessed value as line `maximum_rate`, cut at 12 decimals.

    rate   rate on market value: 0.50
    ratio  percent: assessed to market value, the state's indicated ratio, above zero
    """
    sheet = Working("RCW 84.52.063")
    sheet.input("library_rate", "Rate on market value", rate, "rate", sheet.statute)
    sheet.input("ratio", "Assessed to market value, percent", ratio, "percent", "season.toml")
    sheet.computed(
        "maximum_rate",
        "The same on assessed value",
        quotient(product(rate, HUNDRED), ratio, WORKSHEET, "down"),
        "rate",
        "cut12(library_rate * 100 / ratio)",
    )
    return sheet.worksheet()

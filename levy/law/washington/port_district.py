"""A port's own levy, and the levy for its debt.  RCW 53.36.020; WAC 458-19-050.

The levy limit and the port's highest rate limit the general levy.  The levy for general
obligation bonds is added on top, outside both, and never enters the highest lawful levy.
"""

from decimal import Decimal

from levy.law.units import WORKSHEET, lesser, or_zero, rate_or_zero
from levy.law.washington.statutory_maximum import maximum_amount
from levy.law.worksheet import Working, Worksheet


def port_levy(
    limit: Decimal,
    *,
    certified: Decimal | None,
    debt: Decimal | None,
    value: Decimal,
    maximum_rate: Decimal,
) -> Worksheet:
    """Return the levy as line `port_levy`, its two parts as `general` and `debt`, and its rate.

    limit         dollars: the levy limit of the general levy
    certified     dollars certified for the general levy; a blank limits nothing
    debt          dollars for general obligation bonds
    value         value of the port district
    maximum_rate  rate: 0.45
    """
    sheet = Working("RCW 53.36.020")
    sheet.input("limit", "Levy limit of the general levy", limit, "dollars", "line H")
    sheet.input("certified", "Certified for the general levy", certified, "dollars", "requests.csv")
    sheet.input("debt", "For general obligation bonds", debt, "dollars", "requests.csv")
    sheet.input("value", "Value of the district", value, "value")
    sheet.input("maximum_rate", "Highest rate", maximum_rate, "rate", sheet.statute)
    maximum = maximum_amount(sheet, value, maximum_rate)
    general = sheet.computed(
        "general",
        "General levy",
        lesser(limit, certified, maximum),
        "dollars",
        "lesser(limit, certified, maximum_amount)",
        "RCW 53.36.020; RCW 84.55.010",
    )
    levy = sheet.computed(
        "port_levy", "Levy", general + or_zero(debt), "dollars", "general + debt", "WAC 458-19-050"
    )
    sheet.computed(
        "port_rate",
        "Rate of the levy",
        rate_or_zero(levy, value, WORKSHEET),
        "rate",
        "rate12(port_levy, value)",
        "RCW 84.52.080",
    )
    return sheet.worksheet()

"""The first levy of a new district: only its rate is limited.  RCW 84.55.035.

The first emergency medical levy (RCW 84.52.069) and the first industrial development levy of a
port (RCW 84.55.045) are outside the levy limit in the same way.
"""

from decimal import Decimal

from levy.law.washington.statutory_maximum import maximum_amount
from levy.law.worksheet import Working, Worksheet


def first_levy(
    certified: Decimal, *, value: Decimal, maximum_rate: Decimal, statute: str = "RCW 84.55.035"
) -> Worksheet:
    """Return the levy as line `first_levy`; the next year's limit starts from it.

    certified     dollars
    value         value of the district
    maximum_rate  statutory maximum rate, or the rate that voters approved if that is lower
    statute       the law that exempts this first levy from the limit
    """
    sheet = Working(statute)
    sheet.input(
        "certified", "Amount certified by the district", certified, "dollars", "requests.csv"
    )
    sheet.input("value", "Value of the district", value, "value")
    sheet.input("maximum_rate", "Highest rate", maximum_rate, "rate")
    maximum = maximum_amount(sheet, value, maximum_rate, statute="RCW 84.52.043")
    sheet.computed(
        "first_levy",
        "First levy",
        min(certified, maximum),
        "dollars",
        "lesser(certified, maximum_amount)",
    )
    return sheet.worksheet()

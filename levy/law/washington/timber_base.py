"""The timber value that a school's enrichment levy counts.  RCW 84.33.081, 84.52.080(2).

It is the greater of half the timber assessed value and 80 percent of the 1983 timber roll; half
a dollar of value rounds up.  The tax on timber is reported separately from the tax on property.
"""

from decimal import Decimal

from levy.law.units import quotient, tax_on, to_cents
from levy.law.worksheet import Working, Worksheet

TWO = Decimal(2)


def enrichment_timber(timber: Decimal, roll: Decimal | None) -> Worksheet:
    """Return the value that counts as line `enrichment_timber`.

    timber  timber assessed value of the district
    roll    value: 80 percent of its timber roll of 1983; a blank does not count
    """
    sheet = Working("RCW 84.52.080(2)")
    sheet.input("timber", "Timber assessed value", timber, "value", "values.csv")
    sheet.input("timber_roll", "80 percent of the 1983 timber roll", roll, "value", "values.csv")
    half = sheet.computed(
        "half_timber", "Half of it", quotient(timber, TWO, 0), "value", "dollars(timber / 2)"
    )
    sheet.computed(
        "enrichment_timber",
        "Timber value that counts",
        half if roll is None else max(half, roll),
        "value",
        "greater(half_timber, timber_roll)",
    )
    return sheet.worksheet()


def timber_tax(timber: Decimal, rate: Decimal) -> Worksheet:
    """Return a levy's tax on timber, which is reported separately, as line `timber_tax`.

    timber  timber value that the levy counts
    rate    rate of the levy
    """
    sheet = Working("RCW 84.33.081")
    sheet.input("timber_value", "Timber value that counts", timber, "value")
    sheet.input("levy_rate", "Rate of the levy", rate, "rate")
    sheet.computed(
        "timber_tax",
        "Tax on timber",
        to_cents(tax_on(timber, rate)),
        "dollars",
        "cents(timber_value * levy_rate / 1000)",
    )
    return sheet.worksheet()

"""Rates while a highly valued property is in dispute.  RCW 84.52.018.

If the two sides of an appeal differ by more than a quarter percent of the county's value,
rates are computed, and the roll is extended, on the value that is not in controversy.  After
the decision the rest is extended with interest; the amount that then exceeds the levy limit is
held in abeyance and lowers the next levy.
"""

from decimal import Decimal

from levy.law.units import ZERO, product, tax_on, to_cents
from levy.law.worksheet import Working, Worksheet


def value_for_rates(
    value: Decimal, *, controversy: Decimal, county_value: Decimal, threshold: Decimal
) -> Worksheet:
    """Return the value that a district's rate is computed on, as line `value_for_rates`.

    value         value of the district, the disputed property at its assessed value
    controversy   value of the property by the assessor, less its value by its owner
    county_value  assessed value of the whole county
    threshold     fraction: 0.0025; only a difference above it counts
    """
    sheet = Working("RCW 84.52.018")
    sheet.input("value", "Value of the district", value, "value")
    sheet.input(
        "controversy", "Value in controversy", controversy, "value", "the board of tax appeals"
    )
    sheet.input("county_value", "Assessed value of the county", county_value, "value")
    sheet.input("threshold", "Threshold of a dispute", threshold, "fraction", sheet.statute)
    least = sheet.computed(
        "least_controversy",
        "Value that a dispute must exceed",
        product(county_value, threshold),
        "value",
        "county_value * threshold",
    )
    if controversy > least:
        sheet.computed(
            "value_for_rates",
            "Value not in controversy",
            value - controversy,
            "value",
            "value - controversy",
        )
    else:
        sheet.computed(
            "value_for_rates", "Value; the dispute is too small", value, "value", "value"
        )
    return sheet.worksheet()


def settled_dispute(
    decided: Decimal,
    *,
    rate: Decimal,
    levied: Decimal,
    limit: Decimal,
    interest_rate: Decimal,
    years: Decimal,
) -> Worksheet:
    """Return the tax extended after the decision, and its part held in abeyance as line `abeyance`.

    decided        value by the decision, less the value that was not in controversy
    rate           rate at which the roll was extended
    levied         dollars of the district's levy on the value not in controversy
    limit          dollars that chapter 84.55 RCW permitted it
    interest_rate  fraction of a year: 0.09
    years          since the tax on the undisputed value fell due, as the treasurer counts
    """
    sheet = Working("RCW 84.52.018")
    sheet.input(
        "decided",
        "Value decided, less the value not in controversy",
        decided,
        "value",
        "the board of tax appeals",
    )
    sheet.input("extended_rate", "Rate at which the roll was extended", rate, "rate")
    tax = sheet.computed(
        "recovered",
        "Tax extended after the decision",
        to_cents(tax_on(decided, rate)),
        "dollars",
        "cents(decided * extended_rate / 1000)",
    )
    sheet.input("interest_rate", "Interest for a year", interest_rate, "fraction", sheet.statute)
    sheet.input("years_due", "Years since the tax fell due", years, "years", "the treasurer")
    sheet.computed(
        "interest",
        "Interest",
        to_cents(product(product(tax, interest_rate), years)),
        "dollars",
        "cents(recovered * interest_rate * years_due)",
    )
    sheet.input("levied", "Levied on the value not in controversy", levied, "dollars", "line P2S")
    sheet.input("limit", "Permitted by chapter 84.55 RCW", limit, "dollars", "line H")
    sheet.computed(
        "abeyance",
        "Held in abeyance, to lower the next levy",
        min(tax, max(levied + tax - limit, ZERO)),
        "dollars",
        "lesser(recovered, greater(levied + recovered - limit, 0))",
    )
    return sheet.worksheet()

"""A levy that is restored after years without one.  RCW 84.55.015; WAC 458-19-025.

After seven years or more only the statutory rate limits the first levy; after fewer, the limit
is what it would be if the district had levied every year.  Until tax year 2023 the first levy
was the last levy plus growth since then at the restored rate.
"""

from decimal import Decimal

from levy.law.not_known import NotKnown
from levy.law.units import WORKSHEET, lesser, rate_for, tax_on, to_cents
from levy.law.washington.statutory_maximum import maximum_amount
from levy.law.worksheet import Working, Worksheet


def restored_levy(
    years_without: int,
    *,
    value: Decimal,
    maximum_rate: Decimal,
    continuous_limit: Decimal | None,
    long_absence: Decimal,
) -> Worksheet:
    """Return the highest first levy as line `allowable`.

    years_without     calendar years in a row without a levy
    value             value of the district this year
    maximum_rate      statutory maximum rate
    continuous_limit  dollars: the levy limit if the district had levied every year
    long_absence      years; after that many or more, only the rate limits the levy: 7

    Raises NotKnown if the limit is needed and blank.
    """
    sheet = Working("RCW 84.55.015")
    sheet.input(
        "years_without", "Years without a levy", Decimal(years_without), "years", "the district"
    )
    sheet.input("long_absence", "Years that end the limit", long_absence, "years", sheet.statute)
    sheet.input("value", "Value of the district", value, "value")
    sheet.input("maximum_rate", "Statutory maximum rate", maximum_rate, "rate")
    maximum = maximum_amount(
        sheet, value, maximum_rate, "Statutory maximum amount", "RCW 84.52.043"
    )
    if years_without >= long_absence:
        sheet.computed("allowable", "Highest restored levy", maximum, "dollars", "maximum_amount")
        return sheet.worksheet()
    if continuous_limit is None:
        raise NotKnown("the levy limit if the district had levied every year")
    sheet.input(
        "continuous_limit",
        "Limit if it had levied every year",
        continuous_limit,
        "dollars",
        "the assessor",
    )
    sheet.computed(
        "allowable",
        "Highest restored levy",
        min(continuous_limit, maximum),
        "dollars",
        "lesser(continuous_limit, maximum_amount)",
    )
    return sheet.worksheet()


def restored_levy_before_2024(
    last_levy: Decimal, *, value: Decimal, growth: Decimal, maximum_lawful: Decimal | None
) -> Worksheet:
    """Return the highest first levy as line `allowable`, by the text in force until tax year 2023.

    last_levy       dollars last levied
    value           value of the district this year, more than its growth
    growth          value added since the last levy: new construction, improvements, state-assessed
    maximum_lawful  dollars if the district had levied every year; a blank limits nothing
    """
    sheet = Working("RCW 84.55.015")
    sheet.input("last_levy", "Last levy", last_levy, "dollars", "the assessor")
    sheet.input("value", "Value of the district", value, "value")
    sheet.input("growth_value", "Growth since the last levy", growth, "value", "the assessor")
    base = sheet.computed(
        "base_value", "Value without the growth", value - growth, "value", "value - growth_value"
    )
    rate = sheet.computed(
        "restored_rate",
        "Restored rate",
        rate_for(last_levy, base, WORKSHEET),
        "rate",
        "rate12(last_levy, base_value)",
        "WAC 458-19-025",
    )
    added = sheet.computed(
        "added",
        "Growth × the restored rate",
        to_cents(tax_on(growth, rate)),
        "dollars",
        "cents(growth_value * restored_rate / 1000)",
    )
    sheet.input("maximum_lawful", "Maximum lawful levy", maximum_lawful, "dollars", "the assessor")
    sheet.computed(
        "allowable",
        "Highest restored levy",
        lesser(last_levy + added, maximum_lawful),
        "dollars",
        "lesser(last_levy + added, maximum_lawful)",
    )
    return sheet.worksheet()

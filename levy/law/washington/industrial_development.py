"""A port's levy for an industrial development district.  RCW 53.36.160; WAC 458-19-05001.

It runs for a period of years, and the levy limit treats it as a separate district; only the rate
limits its first levy.  All levies of one period together may not exceed six years of the highest
rate on the value of the base year, or what the limit would have allowed in the first six years
if that is more.
"""

from decimal import Decimal

from levy.law.units import ZERO, lesser, tax_on, to_cents
from levy.law.washington.statutory_maximum import maximum_amount
from levy.law.worksheet import Working, Worksheet


def industrial_development_levy(
    certified: Decimal,
    *,
    value: Decimal,
    maximum_rate: Decimal,
    limit: Decimal | None,
    levied_before: Decimal,
    period_maximum: Decimal,
) -> Worksheet:
    """Return the levy of one year as line `industrial_levy`.

    certified       dollars
    value           value of the port district this year
    maximum_rate    rate: 0.45
    limit           dollars: its own levy limit; None in the first year of the period
    levied_before   dollars levied in earlier years of the period
    period_maximum  dollars: line `period_maximum` of `industrial_period`
    """
    sheet = Working("RCW 53.36.160")
    sheet.input("certified", "Amount certified", certified, "dollars", "requests.csv")
    sheet.input("value", "Value of the district", value, "value")
    sheet.input("maximum_rate", "Highest rate in any year", maximum_rate, "rate", sheet.statute)
    sheet.input("limit", "Levy limit; blank in the first year", limit, "dollars", "line H")
    sheet.input(
        "levied_before", "Levied before in this period", levied_before, "dollars", "the assessor"
    )
    sheet.input(
        "period_maximum",
        "All levies of the period at most",
        period_maximum,
        "dollars",
        "line period_maximum",
    )
    maximum = maximum_amount(sheet, value, maximum_rate)
    left = sheet.computed(
        "period_left",
        "Left for the period",
        max(period_maximum - levied_before, ZERO),
        "dollars",
        "greater(period_maximum - levied_before, 0)",
    )
    sheet.computed(
        "industrial_levy",
        "Levy",
        lesser(certified, maximum, left, limit),
        "dollars",
        "lesser(certified, maximum_amount, period_left, limit)",
        "RCW 53.36.160; RCW 84.55.130",
    )
    return sheet.worksheet()


def industrial_period(
    base_value: Decimal,
    *,
    rate_of_period: Decimal,
    limit_of_six_years: Decimal | None,
    first_year: int,
    longest_period: Decimal,
) -> Worksheet:
    """Return a period's maximum as line `period_maximum`, its end as `last_year_of_period`.

    base_value          value of the district for taxes collected in the base year
    rate_of_period      rate: 2.70, six years of 0.45
    limit_of_six_years  dollars that the limit would have allowed in the first six years; None
                        until they are known
    longest_period      years: 20
    """
    sheet = Working("RCW 53.36.160")
    sheet.input("base_value", "Value of the base year", base_value, "value")
    sheet.input("rate_of_period", "Rate of the whole period", rate_of_period, "rate", sheet.statute)
    sheet.input(
        "limit_of_six_years",
        "Limit of its first six years",
        limit_of_six_years,
        "dollars",
        "line H of six years",
    )
    by_rate = sheet.computed(
        "period_by_rate",
        "Value of the base year × the rate of the period",
        to_cents(tax_on(base_value, rate_of_period)),
        "dollars",
        "cents(base_value * rate_of_period / 1000)",
    )
    above = ZERO if limit_of_six_years is None else max(limit_of_six_years - by_rate, ZERO)
    sheet.computed(
        "period_maximum",
        "All levies of the period at most",
        by_rate + above,
        "dollars",
        "greater(period_by_rate, limit_of_six_years)",
    )
    sheet.input("first_year", "First tax year", Decimal(first_year), "years", "measures.csv")
    sheet.input("longest_period", "Longest period", longest_period, "years", sheet.statute)
    sheet.computed(
        "last_year_of_period",
        "Last tax year at most",
        first_year + longest_period - 1,
        "years",
        "first_year + longest_period - 1",
    )
    return sheet.worksheet()

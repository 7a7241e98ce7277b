"""The levy limit if a district gains or loses land.  RCW 84.55.030, 84.55.110; WAC 458-19-035.

A district that gains land adds it at the rate that it would have levied without the land.  A
district that loses land to another keeps its highest lawful levy, but counts growth only in what
remains.  A district that withdraws an area is treated as if the area had never been part of it.
"""

from decimal import Decimal

from levy.law.units import ZERO, product, quotient, tax_on, to_cents
from levy.law.worksheet import Working, Worksheet


def gaining_limit(
    highest: Decimal,
    limit_factor: Decimal,
    *,
    growth: Decimal,
    last_rate: Decimal,
    annexed: Decimal,
    rate_without: Decimal,
) -> Worksheet:
    """Return the limit of a district that annexed land, as line `limit`.

    highest       dollars: highest lawful levy
    growth        value added in the original district
    last_rate     rate of last year
    annexed       value of the annexed land on this year's roll
    rate_without  rate this year without the annexation (line F of the worksheet)
    """
    sheet = Working("RCW 84.55.030")
    without = _limit_without(sheet, highest, limit_factor, growth, last_rate)
    sheet.input("annexed_value", "Annexed value", annexed, "value", "limits.csv")
    sheet.input("rate_without", "Rate without the annexation", rate_without, "rate", "line F")
    part = sheet.computed(
        "annexed_part",
        "Annexed value × rate without the annexation",
        to_cents(tax_on(annexed, rate_without)),
        "dollars",
        "cents(annexed_value * rate_without / 1000)",
        "WAC 458-19-035",
    )
    sheet.computed(
        "limit", "Levy limit", without + part, "dollars", "factor_part + growth_part + annexed_part"
    )
    return sheet.worksheet()


def losing_limit(
    highest: Decimal, limit_factor: Decimal, *, growth: Decimal, last_rate: Decimal
) -> Worksheet:
    """Return the limit of a district that lost land to an annexation, as line `limit`.

    highest    dollars: highest lawful levy, not cut for the land that left
    growth     value added in the rest of the district
    last_rate  rate of last year
    """
    sheet = Working("WAC 458-19-035")
    without = _limit_without(sheet, highest, limit_factor, growth, last_rate)
    sheet.computed("limit", "Levy limit", without, "dollars", "factor_part + growth_part")
    return sheet.worksheet()


def withdrawal_highest_levy(
    highest: Decimal, *, last_value: Decimal, withdrawn: Decimal
) -> Worksheet:
    """Return the highest lawful levy of the rest of the district, as line `highest_remaining`.

    highest     dollars: highest lawful levy with the area
    last_value  value of the whole district on last year's roll, above zero
    withdrawn   value of the area on the same roll, at most the whole

    A levy has the same rate everywhere, so the area's part of the levy is its part of the value.
    The statute says "as if never part"; this is a reading of it [M: no example was found].
    """
    sheet = Working("RCW 84.55.110")
    sheet.input("highest_lawful_levy", "Highest lawful levy", highest, "dollars", "limits.csv")
    sheet.input("last_value", "Value last year", last_value, "value", "the assessor")
    sheet.input(
        "withdrawn_value",
        "Value last year of the area withdrawn",
        withdrawn,
        "value",
        "the assessor",
    )
    remaining = sheet.computed(
        "remaining_value",
        "Value last year of the rest",
        max(last_value - withdrawn, ZERO),
        "value",
        "greater(last_value - withdrawn_value, 0)",
    )
    sheet.computed(
        "highest_remaining",
        "Highest lawful levy as if the area had never been part",
        quotient(product(highest, remaining), last_value, 2),
        "dollars",
        "cents(highest_lawful_levy * remaining_value / last_value)",
    )
    return sheet.worksheet()


def _limit_without(
    sheet: Working, highest: Decimal, limit_factor: Decimal, growth: Decimal, last_rate: Decimal
) -> Decimal:
    sheet.input("highest_lawful_levy", "Highest lawful levy", highest, "dollars", "limits.csv")
    sheet.input("limit_factor", "Limit factor", limit_factor, "factor", "limits.csv")
    factor_part = sheet.computed(
        "factor_part",
        "Highest lawful levy × limit factor",
        to_cents(product(highest, limit_factor)),
        "dollars",
        "cents(highest_lawful_levy * limit_factor)",
        "RCW 84.55.010",
    )
    sheet.input("growth_value", "Growth", growth, "value", "limits.csv")
    sheet.input("last_rate", "Last year's rate", last_rate, "rate", "limits.csv")
    growth_part = sheet.computed(
        "growth_part",
        "Growth × last year's rate",
        to_cents(tax_on(growth, last_rate)),
        "dollars",
        "cents(growth_value * last_rate / 1000)",
        "RCW 84.55.010",
    )
    return factor_part + growth_part

"""The levy limit: how much a district may levy this year.  RCW 84.55.010; REV 64 0007 page 1.

The highest lawful levy grows by the limit factor.  Value that was not on last year's
roll is taxed at last year's rate and added on top, so that growth in the district pays
for itself outside the limit.  Money is rounded to cents on each line and rates to 12
decimals, as the state's form does.
"""

from decimal import Decimal

from levy.law.season import Limit
from levy.law.units import (
    CENTS,
    displayed,
    displayed_rate,
    displayed_tax,
    not_below_zero,
    or_zero,
    product,
)
from levy.law.worksheet import Working, Worksheet

FILE = "limits.csv"


def levy_limit(
    limit: Limit,
    *,
    value: Decimal,
    maximum_rate: Decimal,
    before: Worksheet | None = None,
) -> Worksheet:
    """Return page 1 of the worksheet: lines A to K.

    value         value of the whole district this year, annexed land included
    maximum_rate  rate that is left of the statutory maximum: line maximum_rate of `before`
                  (`statutory_maximum`)
    before        the worksheet so far, to write below

    The highest lawful levy, the limit factor and last year's rate must be known; a blank
    addition (new construction, TIF, state-assessed, annexed) adds nothing.
    """
    sheet = Working("RCW 84.55.010", before)
    rate = or_zero(
        sheet.input(
            "last_rate", "Last year's rate, without error correction", limit.last_rate, "rate", FILE
        )
    )
    highest, factor_levy = _factor_levy(sheet, limit)
    growth, increment_levy = _growth(sheet, limit, rate)
    original = sheet.computed(
        "E", "Levy on the original district", factor_levy + growth, "dollars", "A + B + C + D"
    )
    annexed = _annexation(sheet, limit, value, original)
    total = sheet.computed(
        "H", "Levy limit", original + annexed, "dollars", "E + G", "RCW 84.55.030"
    )
    maximum = _highest_lawful_levy(sheet, value, maximum_rate, total)
    sheet.computed(
        "K",
        "Highest lawful levy for next year",
        max(min(maximum, total - increment_levy), highest),
        "dollars",
        "greater(lesser(I, H - C), highest_lawful_levy)",
        "RCW 84.55.092",
    )
    return sheet.worksheet()


def _factor_levy(sheet: Working, limit: Limit) -> tuple[Decimal, Decimal]:
    """Return the highest lawful levy, and line A."""
    highest = sheet.input(
        "highest_lawful_levy",
        "Highest lawful levy since 1985",
        limit.highest_lawful_levy,
        "dollars",
        FILE,
    )
    factor = sheet.input("limit_factor", "Limit factor", limit.limit_factor, "factor", FILE)
    if highest is None or factor is None:
        raise ValueError("a levy limit needs a highest lawful levy and a limit factor")
    grown = sheet.computed(
        "A",
        "Highest lawful levy × limit factor",
        displayed(product(highest, factor), CENTS),
        "dollars",
        "cents(highest_lawful_levy * limit_factor)",
        "RCW 84.55.010(1)",
    )
    return highest, grown


def _growth(sheet: Working, limit: Limit, rate: Decimal) -> tuple[Decimal, Decimal]:
    """Return the sum of lines B, C and D (value that was not on last year's roll), and line C."""
    new = sheet.input("new_construction", "New construction", limit.new_construction, "value", FILE)
    b = sheet.computed(
        "B",
        "New construction × last year's rate",
        displayed_tax(or_zero(new), rate),
        "dollars",
        "cents(new_construction * last_rate / 1000)",
        "RCW 84.55.010(1)(a)",
    )
    tif = sheet.input(
        "tif_increment", "Rise of the tax increment value", limit.tif_increment, "value", FILE
    )
    c = sheet.computed(
        "C",
        "Tax increment × last year's rate",
        displayed_tax(or_zero(tif), rate),
        "dollars",
        "cents(tif_increment * last_rate / 1000)",
        "RCW 84.55.010(1)(e)",
    )
    now = sheet.input("state_assessed", "State-assessed value", limit.state_assessed, "value", FILE)
    prior = sheet.input(
        "state_assessed_prior",
        "State-assessed value last year",
        limit.state_assessed_prior,
        "value",
        FILE,
    )
    # A decrease is not subtracted.
    rise = not_below_zero(or_zero(now) - or_zero(prior))
    d = sheet.computed(
        "D",
        "Rise of state-assessed value × last year's rate",
        displayed_tax(rise, rate),
        "dollars",
        "cents(greater(state_assessed - state_assessed_prior, 0) * last_rate / 1000)",
        "RCW 84.55.010(1)(d)",
    )
    return b + c + d, c


def _annexation(sheet: Working, limit: Limit, value: Decimal, original: Decimal) -> Decimal:
    """Return line G: annexed land is taxed at the rate that the rest would have paid alone."""
    annexed = or_zero(
        sheet.input(
            "annexed_value",
            "Annexed value, its new construction included",
            limit.annexed_value,
            "value",
            FILE,
        )
    )
    sheet.input("value", "Value of the district, annexed land included", value, "value")
    rate = sheet.computed(
        "F",
        "Rate without the annexation",
        displayed_rate(original, value - annexed),
        "rate",
        "rate12(E, value - annexed_value)",
        "RCW 84.55.030",
    )
    return sheet.computed(
        "G",
        "Annexed value × rate without the annexation",
        displayed_tax(annexed, rate),
        "dollars",
        "cents(annexed_value * F / 1000)",
        "RCW 84.55.030",
    )


def _highest_lawful_levy(
    sheet: Working, value: Decimal, maximum_rate: Decimal, total: Decimal
) -> Decimal:
    """Return line I, the statutory maximum, and write line J below it."""
    maximum = sheet.computed(
        "I",
        "Statutory maximum amount",
        displayed_tax(value, maximum_rate),
        "dollars",
        "cents(value * maximum_rate / 1000)",
        "RCW 84.52.043",
    )
    sheet.computed(
        "J",
        "Highest lawful levy this year",
        min(total, maximum),
        "dollars",
        "lesser(H, I)",
        "RCW 84.55.092",
    )
    return maximum

"""The two parts of the state's school levy.  RCW 84.52.065.

Each part has its own levy limit; both together may not exceed 3.60 on market value.
"""

from decimal import Decimal

from levy.law.units import ZERO, or_zero, product, quotient, tax_on, to_cents
from levy.law.worksheet import Working, Worksheet

STATE = "Department of Revenue"


def state_limit(
    prior_limit: Decimal,
    *,
    growth_fraction: Decimal,
    new_construction: Decimal,
    state_assessed_change: Decimal,
    prior_rate: Decimal,
    refund: Decimal | None,
) -> Worksheet:
    """Return one part's limit as line `new_limit`, and with its refund as line `part_levy`.

    prior_limit            dollars: last year's limit without refunds
    growth_fraction        fraction: 0.01, the limit factor less one
    new_construction       dollars: new construction of all counties at last year's rates
    state_assessed_change  market value of state-assessed property and vessels, less last year's
    prior_rate             rate of last year on market value
    refund                 dollars
    """
    sheet = Working("RCW 84.55.010")
    sheet.input("prior_limit", "Last year's limit", prior_limit, "dollars", STATE)
    sheet.input(
        "growth_fraction",
        "Growth by the limit factor",
        growth_fraction,
        "fraction",
        "RCW 84.55.005",
    )
    grown = sheet.computed(
        "growth",
        "Growth of the limit",
        to_cents(product(prior_limit, growth_fraction)),
        "dollars",
        "cents(prior_limit * growth_fraction)",
    )
    new = _grown_value(sheet, new_construction, state_assessed_change, prior_rate)
    limit = sheet.computed(
        "new_limit",
        "Limit of this part",
        prior_limit + grown + new,
        "dollars",
        "prior_limit + growth + new_construction + state_assessed",
    )
    sheet.input("refund", "Refunds", refund, "dollars", STATE)
    sheet.computed(
        "part_levy",
        "Levy of this part",
        limit + or_zero(refund),
        "dollars",
        "new_limit + refund",
        "RCW 84.55.070",
    )
    return sheet.worksheet()


def within_aggregate(
    part_1: Decimal, part_2: Decimal, *, market_value: Decimal, aggregate_rate: Decimal
) -> Worksheet:
    """Return both parts cut in proportion to the aggregate rate, as lines `part_1` and `part_2`.

    part_1, part_2  dollars
    market_value    value of the state, equalized to market value
    aggregate_rate  rate on market value: 3.60
    """
    sheet = Working("RCW 84.52.065")
    sheet.input("asked_1", "Part 1", part_1, "dollars", "line part_levy")
    sheet.input("asked_2", "Part 2", part_2, "dollars", "line part_levy")
    sheet.input(
        "market_value", "Market value of the state", market_value, "value", "Department of Revenue"
    )
    sheet.input(
        "aggregate_rate",
        "Highest rate of both parts together",
        aggregate_rate,
        "rate",
        sheet.statute,
    )
    maximum = sheet.computed(
        "aggregate_maximum",
        "Market value × the highest rate of both parts",
        to_cents(tax_on(market_value, aggregate_rate)),
        "dollars",
        "cents(market_value * aggregate_rate / 1000)",
    )
    if part_1 + part_2 <= maximum:
        sheet.computed("part_1", "Part 1, in full", part_1, "dollars", "asked_1")
        sheet.computed("part_2", "Part 2, in full", part_2, "dollars", "asked_2")
    else:
        _cut_in_proportion(sheet, part_1, part_2, maximum)
    return sheet.worksheet()


def _cut_in_proportion(sheet: Working, part_1: Decimal, part_2: Decimal, maximum: Decimal) -> None:
    first = sheet.computed(
        "part_1",
        "Part 1, cut in proportion",
        quotient(product(part_1, maximum), part_1 + part_2, 2),
        "dollars",
        "cents(asked_1 * aggregate_maximum / (asked_1 + asked_2))",
    )
    # The second takes the rest, so that the sum is the maximum to the cent.
    sheet.computed(
        "part_2",
        "Part 2, the rest of the maximum",
        maximum - first,
        "dollars",
        "aggregate_maximum - part_1",
    )


def _grown_value(
    sheet: Working, new_construction: Decimal, state_assessed_change: Decimal, prior_rate: Decimal
) -> Decimal:
    """Return what new value adds: new construction, and a rise of state-assessed value."""
    sheet.input(
        "new_construction",
        "New construction at last year's rates",
        new_construction,
        "dollars",
        STATE,
    )
    sheet.input(
        "state_assessed_change",
        "Rise of state-assessed value",
        state_assessed_change,
        "value",
        STATE,
    )
    sheet.input(
        "prior_rate",
        "Last year's rate on market value",
        prior_rate,
        "rate",
        STATE,
    )
    rise = sheet.computed(
        "state_assessed",
        "Rise of state-assessed value × last year's rate",
        to_cents(tax_on(max(state_assessed_change, ZERO), prior_rate)),
        "dollars",
        "cents(greater(state_assessed_change, 0) * prior_rate / 1000)",
    )
    return new_construction + rise

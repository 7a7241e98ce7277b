"""The state's school levy and each county's share of it.  RCW 84.52.065; WAC 458-19-550.

Each of the two parts has its own levy limit; both together may not pass 3.60 on market value.
A county's share follows its market value: assessed value over the ratio that the state found,
for real and personal property apart.
"""

from decimal import Decimal

from levy.law.units import ZERO, or_zero, product, quotient, rate_for, tax_on, to_cents
from levy.law.worksheet import Working, Worksheet

HUNDRED = Decimal(100)
MARKET_DECIMALS = 8  # the state rounds no market value; what is lost here is below any cent


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

    prior_limit            dollars: last year's limit, refunds left out
    growth_fraction        fraction: 0.01, the limit factor less one
    new_construction       dollars: new construction of all counties at last year's rates
    state_assessed_change  market value of state-assessed property and vessels, less last year's
    prior_rate             rate of last year on market value
    refund                 dollars
    """
    sheet = Working("RCW 84.55.010")
    sheet.given("prior_limit", "Last year's limit", prior_limit, "dollars", "Department of Revenue")
    sheet.given(
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
    sheet.given(
        "new_construction",
        "New construction at last year's rates",
        new_construction,
        "dollars",
        "Department of Revenue",
    )
    sheet.given(
        "state_assessed_change",
        "Rise of state-assessed value",
        state_assessed_change,
        "value",
        "Department of Revenue",
    )
    sheet.given(
        "prior_rate",
        "Last year's rate on market value",
        prior_rate,
        "rate",
        "Department of Revenue",
    )
    rise = sheet.computed(
        "state_assessed",
        "That rise × last year's rate",
        to_cents(tax_on(max(state_assessed_change, ZERO), prior_rate)),
        "dollars",
        "cents(greater(state_assessed_change, 0) * prior_rate / 1000)",
    )
    limit = sheet.computed(
        "new_limit",
        "Limit of this part",
        prior_limit + grown + new_construction + rise,
        "dollars",
        "prior_limit + growth + new_construction + state_assessed",
    )
    sheet.given("refund", "Refunds", refund, "dollars", "Department of Revenue")
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
    sheet.given("asked_1", "Part 1", part_1, "dollars", "line part_levy")
    sheet.given("asked_2", "Part 2", part_2, "dollars", "line part_levy")
    sheet.given(
        "market_value", "Market value of the state", market_value, "value", "Department of Revenue"
    )
    sheet.given("aggregate_rate", "Both parts together", aggregate_rate, "rate", sheet.statute)
    maximum = sheet.computed(
        "aggregate_maximum",
        "Market value × that rate",
        to_cents(tax_on(market_value, aggregate_rate)),
        "dollars",
        "cents(market_value * aggregate_rate / 1000)",
    )
    total = part_1 + part_2
    if total <= maximum:
        sheet.computed("part_1", "Part 1, in full", part_1, "dollars", "asked_1")
        sheet.computed("part_2", "Part 2, in full", part_2, "dollars", "asked_2")
        return sheet.worksheet()
    first = sheet.computed(
        "part_1",
        "Part 1, cut in proportion",
        quotient(product(part_1, maximum), total, 2),
        "dollars",
        "cents(asked_1 * aggregate_maximum / (asked_1 + asked_2))",
    )
    # The second takes the rest, so that both are the maximum to the cent.
    sheet.computed(
        "part_2",
        "Part 2, the rest of the maximum",
        maximum - first,
        "dollars",
        "aggregate_maximum - part_1",
    )
    return sheet.worksheet()


def county_share(
    real: Decimal,
    personal: Decimal,
    *,
    real_ratio: Decimal,
    personal_ratio: Decimal,
    state_value: Decimal,
    state_levy: Decimal,
    balance: Decimal | None,
    refund: Decimal | None,
    adjustment: Decimal | None,
) -> Worksheet:
    """Return a county's share of one part as line `share`, and what it levies as `grand_total`.

    real, personal              assessed values in the county
    real_ratio, personal_ratio  percent: assessed to market value, above zero
    state_value                 market value of the state, above zero
    state_levy                  dollars of the part
    balance                     dollars of last year's balance; may be negative
    refund, adjustment          dollars: the county's part of the refunds, and of last year's errors
    """
    sheet = Working("WAC 458-19-550")
    market = _market_value(sheet, real, personal, real_ratio, personal_ratio)
    sheet.given(
        "state_value", "Market value of the state", state_value, "value", "Department of Revenue"
    )
    sheet.given("state_levy", "Levy of this part", state_levy, "dollars", "line part_levy")
    share = sheet.computed(
        "share",
        "The county's share",
        quotient(product(state_levy, market), state_value, 2),
        "dollars",
        "cents(state_levy * market_value / state_value)",
    )
    sheet.computed(
        "approximate_rate",
        "Its rate on assessed value, about",
        rate_for(share, real + personal, 3),
        "rate",
        "rate3(share, real + personal)",
    )
    sheet.given("balance", "Last year's balance", balance, "dollars", "Department of Revenue")
    sheet.given("refund", "Refunds", refund, "dollars", "Department of Revenue")
    sheet.given(
        "adjustment",
        "Correction of last year's levy",
        adjustment,
        "dollars",
        "Department of Revenue",
    )
    sheet.computed(
        "grand_total",
        "To be levied in the county",
        to_cents(share + or_zero(balance) + or_zero(refund) + or_zero(adjustment)),
        "dollars",
        "cents(share + balance + refund + adjustment)",
    )
    return sheet.worksheet()


def _market_value(
    sheet: Working, real: Decimal, personal: Decimal, real_ratio: Decimal, personal_ratio: Decimal
) -> Decimal:
    sheet.given("real", "Assessed value of real property", real, "value", "Department of Revenue")
    sheet.given("real_ratio", "Its ratio to market value", real_ratio, "percent", "season.toml")
    sheet.given(
        "personal",
        "Assessed value of personal property",
        personal,
        "value",
        "Department of Revenue",
    )
    sheet.given(
        "personal_ratio", "Its ratio to market value", personal_ratio, "percent", "season.toml"
    )
    real_market = sheet.computed(
        "real_market",
        "Market value of real property",
        quotient(product(real, HUNDRED), real_ratio, MARKET_DECIMALS),
        "value",
        "round8(real * 100 / real_ratio)",
        "RCW 84.48.080",
    )
    personal_market = sheet.computed(
        "personal_market",
        "Market value of personal property",
        quotient(product(personal, HUNDRED), personal_ratio, MARKET_DECIMALS),
        "value",
        "round8(personal * 100 / personal_ratio)",
        "RCW 84.48.080",
    )
    market = sheet.computed(
        "market_value",
        "Market value",
        real_market + personal_market,
        "value",
        "real_market + personal_market",
    )
    sheet.computed(
        "combined_ratio",
        "Assessed to market value, percent",
        quotient(product(real + personal, HUNDRED), market, 13),
        "percent",
        "round13((real + personal) * 100 / market_value)",
    )
    return market

"""Each county's share of the state's school levy.  WAC 458-19-550.

A share follows the county's market value: assessed value divided by the state's ratio, for real
and personal property separately.
"""

from decimal import Decimal

from levy.law.units import or_zero, product, quotient, rate_for, to_cents
from levy.law.worksheet import Working, Worksheet

HUNDRED = Decimal(100)
MARKET_DECIMALS = 8  # the state does not round market values; this rounding changes no cent
STATE = "Department of Revenue"


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
    sheet.input(
        "state_value", "Market value of the state", state_value, "value", "Department of Revenue"
    )
    sheet.input("state_levy", "Levy of this part", state_levy, "dollars", "line part_levy")
    share = sheet.computed(
        "share",
        "The county's share",
        quotient(product(state_levy, market), state_value, 2),
        "dollars",
        "cents(state_levy * market_value / state_value)",
    )
    sheet.computed(
        "approximate_rate",
        "Approximate rate on assessed value",
        rate_for(share, real + personal, 3),
        "rate",
        "rate3(share, real + personal)",
    )
    sheet.input("balance", "Last year's balance", balance, "dollars", STATE)
    sheet.input("refund", "Refunds", refund, "dollars", STATE)
    sheet.input(
        "adjustment",
        "Correction of last year's levy",
        adjustment,
        "dollars",
        STATE,
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
    sheet.input("real", "Assessed value of real property", real, "value", STATE)
    sheet.input("real_ratio", "Its ratio to market value", real_ratio, "percent", "season.toml")
    sheet.input(
        "personal",
        "Assessed value of personal property",
        personal,
        "value",
        STATE,
    )
    sheet.input(
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

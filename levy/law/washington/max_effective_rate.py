"""The 1 % limit as a rate on assessed value.  RCW 84.52.050; WAC 458-19-075(2)(b).

The Constitution limits taxes to 1 % of true and fair value, $10 per $1,000; property is
assessed at a ratio of that value, so the rate may be higher by that ratio.  The greater
of the two ratios gives the lower rate, which applies to real and personal property alike.
"""

from decimal import Decimal

from levy.law.units import product, quotient
from levy.law.worksheet import Working, Worksheet

# A spreadsheet shows 15 significant digits: 13 decimals of a rate of 10 or more.
_DECIMALS = 13


def max_effective_rate(
    real_ratio: Decimal, personal_ratio: Decimal, *, one_percent: Decimal
) -> Worksheet:
    """Return the rate that no area may exceed, as line `maximum_rate`, cut at 13 decimals.

    real_ratio, personal_ratio  percent: assessed value to market value, above zero
    one_percent                 rate on market value: $10 per $1,000
    """
    sheet = Working("WAC 458-19-075(2)(b)")
    sheet.input(
        "one_percent", "1 % of market value", one_percent, "rate", "Constitution, article VII"
    )
    sheet.input("real_ratio", "Ratio of real property", real_ratio, "percent", "season.toml")
    sheet.input(
        "personal_ratio", "Ratio of personal property", personal_ratio, "percent", "season.toml"
    )
    rate = quotient(
        product(one_percent, Decimal(100)), max(real_ratio, personal_ratio), _DECIMALS, "down"
    )
    sheet.computed(
        "maximum_rate",
        "Most that an area may pay",
        rate,
        "rate",
        f"cut{_DECIMALS}(one_percent * 100 / greater(real_ratio, personal_ratio))",
    )
    return sheet.worksheet()

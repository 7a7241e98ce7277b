"""Examples of a county's share of the state levy.  RCW 84.52.065; WAC 458-19-550."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.washington.example_number import number
from levy.law.washington.law import Law
from levy.law.washington.state_levy_share import county_share

KEYS = frozenset(
    {
        "real_av",
        "real_ratio",
        "personal_av",
        "personal_ratio",
        "financial_fifth_balance",
        "refund_levy",
        "prior_year_adjustment",
        "state_actual_value",
        "state_levy",
    }
)
LINES = {
    "real_actual": "real_market",
    "personal_actual": "personal_market",
    "total_actual": "market_value",
    "combined_ratio": "combined_ratio",
    "levy": "share",
    "approx_local_rate": "approximate_rate",
    "grand_total": "grand_total",
}


def answer(inputs: Mapping[str, Any], law_of: Callable[[int], Law]) -> Mapping[str, Any]:
    """Return market values, the share and what is levied, by the names of `LINES`."""
    sheet = county_share(
        Decimal(inputs["real_av"]),
        Decimal(inputs["personal_av"]),
        real_ratio=Decimal(inputs["real_ratio"]),
        personal_ratio=Decimal(inputs["personal_ratio"]),
        state_value=Decimal(inputs["state_actual_value"]),
        state_levy=Decimal(inputs["state_levy"]),
        balance=number(inputs, "financial_fifth_balance"),
        refund=number(inputs, "refund_levy"),
        adjustment=number(inputs, "prior_year_adjustment"),
    )
    return {name: sheet.known(key) for name, key in LINES.items()}

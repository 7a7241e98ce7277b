"""A port's levy for industrial development, its period and its years.  RCW 53.36.160."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.industrial_development import (
    industrial_development_levy,
    industrial_period,
)
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

BILLION = D(1_000_000_000)
# fmt: off
PERIODS = [
    # base     limit of six years   period
    (BILLION,  None,                D("2700000.00"),  "2.70 on the base year; the limit is not known yet"),
    (BILLION,  D("2900000.00"),     D("2900000.00"),  "the limit would have allowed more"),
    (D(333_333_337), None,          D("900000.01"),   "900,000.0099 to cents"),
    (BILLION,  D("2600000.00"),     D("2700000.00"),  "the limit would have allowed less"),
]
LEVIES = [
    # certified        value      limit             before             levy
    (D("450000.00"),  BILLION,   None,             D("0.00"),        D("450000.00"),  "the first year has no limit but the rate"),
    (D("500000.00"),  BILLION,   None,             D("0.00"),        D("450000.00"),  "0.45 in any year"),
    (D("500000.00"),  BILLION,   D("410000.00"),   D("450000.00"),   D("410000.00"),  "its own levy limit from the second year on"),
    (D("450000.00"),  BILLION,   D("460000.00"),   D("2400000.00"),  D("300000.00"),  "what the period has left"),
    (D("450000.00"),  BILLION,   D("460000.00"),   D("2700000.00"),  D("0.00"),       "the period is used up"),
    (D("450000.00"),  BILLION,   D("460000.00"),   D("2800000.00"),  D(0),          "never below nothing"),
]
# fmt: on


@pytest.mark.parametrize("base, limit, period, because", PERIODS)
def test_industrial_period(base, limit, period, because):
    sheet = industrial_period(
        base,
        rate_of_period=D("2.70"),
        limit_of_six_years=limit,
        first_year=2024,
        longest_period=D(20),
    )
    assert sheet.number("period_maximum") == period, because
    assert sheet.number("last_year_of_period") == 2043
    assert_explained(sheet)


@pytest.mark.parametrize("certified, value, limit, before, levy, because", LEVIES)
def test_industrial_development_levy(certified, value, limit, before, levy, because):
    sheet = industrial_development_levy(
        certified,
        value=value,
        maximum_rate=D("0.45"),
        limit=limit,
        levied_before=before,
        period_maximum=D("2700000.00"),
    )
    assert sheet.number("industrial_levy") == levy, because
    assert_explained(sheet)


@given(drawn.dollars, drawn.values, st.none() | drawn.dollars, drawn.dollars, drawn.dollars)
def test_it_is_never_above_any_of_its_limits(certified, value, limit, before, period):
    sheet = industrial_development_levy(
        certified,
        value=value,
        maximum_rate=D("0.45"),
        limit=limit,
        levied_before=before,
        period_maximum=period,
    )
    levy = sheet.number("industrial_levy")
    assert 0 <= levy <= min(certified, sheet.number("maximum_amount"))
    assert limit is None or levy <= limit
    assert levy == 0 or before + levy <= period
    assert_explained(sheet)

"""The 1 % limit as a rate: the greater ratio, 13 decimals, never above 1 %."""

from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.max_effective_rate import max_effective_rate
from tests.law.reevaluation import assert_explained

# fmt: off
CASES = [
    ("95.8",  "95.5",  "10.4384133611691", "Benton 2025: real property has the greater ratio"),
    ("90",    "100",   "10",               "personal property at market value: 10 dollars"),
    ("91.3",  "98.6",  "10.1419878296146", "…1460446 cut; the greater is personal property's"),
    ("87",    "87",    "11.4942528735632", "…1839 cut to 13 decimals"),
    ("102.5", "100",   "9.7560975609756",  "a ratio above 100 lowers the rate"),
    ("80",    "50",    "12.5",             "an exact quotient"),
    ("60.1",  "60.0",  "16.6389351081530", "…9484: what is beyond the 13th decimal is dropped, not rounded"),
]
# fmt: on


@pytest.mark.parametrize("real, personal, rate, because", CASES)
def test_max_effective_rate(real, personal, rate, because):
    sheet = max_effective_rate(D(real), D(personal), one_percent=D("10.0"))
    assert sheet.number("maximum_rate") == D(rate), because
    assert_explained(sheet)


ratios = st.integers(500, 1200).map(lambda tenths: D(tenths) / 10)


@given(ratios, ratios)
def test_never_above_one_percent_of_market_value_and_less_than_a_13th_decimal_below(real, personal):
    rate = max_effective_rate(real, personal, one_percent=D(10)).number("maximum_rate")
    exact = Fraction(1000) / Fraction(max(real, personal))
    assert 0 <= exact - Fraction(rate) < Fraction(1, 10**13)

"""A rural library's rate on market value.  RCW 84.52.063."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.library_market_value import library_maximum_rate
from tests.law.reevaluation import assert_explained

# fmt: off
RATES = [
    # ratio         maximum
    (D(100),    D("0.50"),            "assessed at market value"),
    (D("95.8"),   D("0.521920668058"),  "Benton 2025: cut, not rounded to ...059"),
    (D(80),     D("0.625"),           "assessed at four fifths"),
]
# fmt: on


@pytest.mark.parametrize("ratio, maximum, because", RATES)
def test_library_maximum_rate(ratio, maximum, because):
    sheet = library_maximum_rate(D("0.50"), ratio)
    assert sheet.number("maximum_rate") == maximum, because
    assert_explained(sheet)


@given(st.decimals(min_value=1, max_value=100, places=1))
def test_it_is_never_above_its_rate_on_market_value(ratio):
    maximum = library_maximum_rate(D("0.50"), ratio).number("maximum_rate")
    assert D("0.50") <= maximum
    assert maximum * ratio <= 50

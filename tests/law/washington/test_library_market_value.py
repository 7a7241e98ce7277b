"""A rural library's rate on market value, and its first reduction.  RCW 84.52.063."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.library_market_value import library_first_reduced, library_maximum_rate
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

# fmt: off
RATES = [
    # ratio         maximum
    (D("100"),    D("0.50"),            "assessed at market value"),
    (D("95.8"),   D("0.521920668058"),  "Benton 2025: cut, not rounded to ...059"),
    (D("80"),     D("0.625"),           "assessed at four fifths"),
]
REDUCED = [
    # levied            excess      after
    (D("0.5219"),     D("0.01"),  D("0.5119"),  "the limit is passed by less than the difference"),
    (D("0.5219"),     D("0.30"),  D("0.50"),    "down to 0.50 and no further"),
    (D("0.5219"),     D("0"),     D("0.5219"),  "the limit holds"),
    (D("0.45"),       D("0.30"),  D("0.45"),    "a library below 0.50 is not reduced here"),
]
# fmt: on


@pytest.mark.parametrize("ratio, maximum, because", RATES)
def test_library_maximum_rate(ratio, maximum, because):
    sheet = library_maximum_rate(D("0.50"), ratio)
    assert sheet.known("maximum_rate") == maximum, because
    assert_explained(sheet)


@pytest.mark.parametrize("levied, excess, after, because", REDUCED)
def test_library_first_reduced(levied, excess, after, because):
    sheet = library_first_reduced(levied, rate=D("0.50"), excess=excess)
    assert sheet.known("reduced_rate") == after, because
    assert_explained(sheet)


@given(st.decimals(min_value=1, max_value=100, places=1))
def test_it_is_never_above_its_rate_on_market_value(ratio):
    maximum = library_maximum_rate(D("0.50"), ratio).known("maximum_rate")
    assert D("0.50") <= maximum
    assert maximum * ratio <= 50


@given(drawn.rates, drawn.rates)
def test_the_first_reduction_takes_no_more_than_it_must(levied, excess):
    after = library_first_reduced(levied, rate=D("0.50"), excess=excess).known("reduced_rate")
    assert levied - excess <= after <= levied
    assert after >= min(levied, D("0.50"))

"""The tax on one parcel: exactly half a cent is dropped.  RCW 84.52.080(1)."""

from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.parcel_extension import parcel_cents, parcel_tax
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

# fmt: off
AMOUNTS = [
    (D("100.005"),       D("100.00"),  "exactly half a cent is dropped"),
    (D("100.0051"),      D("100.01"),  "a little more is a cent"),
    (D("100.0049"),      D("100.00"),  "a little less is dropped"),
    (D("0.015"),         D("0.01"),    "half a cent after an odd cent is dropped as well"),
    (D("0.00500000001"), D("0.01"),    "how little more does not matter"),
    (D(0),             D("0.00"),    "nothing"),
    (D("7.25"),          D("7.25"),    "whole cents stay"),
]
TAXES = [
    # value      rate               tax
    (D(10_000), D("1.3046932417"), D("13.05"),   "13.046932417"),
    (D(10),     D("0.5"),          D("0.00"),    "exactly half a cent"),
    (D(30),     D("0.5"),          D("0.01"),    "one cent and a half"),
    (D(10),     D("0.5000000001"), D("0.01"),    "above half a cent in the twelfth decimal"),
    (D(0),      D("1.5"),          D("0.00"),    "no value"),
]
# fmt: on


@pytest.mark.parametrize("dollars, cents, because", AMOUNTS)
def test_parcel_cents(dollars, cents, because):
    assert parcel_cents(dollars) == cents, because


@pytest.mark.parametrize("value, rate, tax, because", TAXES)
def test_parcel_tax(value, rate, tax, because):
    sheet = parcel_tax(value, rate)
    assert sheet.number("parcel_tax") == tax, because
    assert_explained(sheet)


@given(drawn.values, drawn.rates)
def test_the_tax_is_the_nearest_cent_and_the_lower_of_two(value, rate):
    sheet = parcel_tax(value, rate)
    exact = Fraction(value) * Fraction(rate) / 1000
    assert Fraction(-1, 200) < exact - Fraction(sheet.number("parcel_tax")) <= Fraction(1, 200)
    assert_explained(sheet)


@given(st.integers(0, 10**9))
def test_every_tie_is_dropped(cents):
    assert parcel_cents(D(cents) / 100 + D("0.005")) == D(cents) / 100


@given(drawn.values, drawn.values, drawn.rates)
def test_more_value_never_pays_less(value, more, rate):
    tax = parcel_tax(value, rate).number("parcel_tax")
    assert tax <= parcel_tax(value + more, rate).number("parcel_tax")

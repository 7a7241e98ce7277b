from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.units import tax_on
from levy.law.washington.answer import county_tax, rate_at_maximum, rate_from_amount
from levy.law.worksheet import Line, Worksheet
from tests.law.reevaluation import assert_explained


def rated(amount, value, decimals=10):
    before = (Line("P2S", "Levy", amount, "dollars"), Line("value", "Value", value, "value"))
    return Worksheet("", before).followed_by(
        rate_from_amount(amount, value, decimals=decimals, label="Rate", amount_key="P2S")
    )


# fmt: off
RATES = [
    # amount            value              decimals  rate                because
    (D("1025079.16"),   D(4_010_461_122),  10,       D("0.2556013208"),  "once, not by way of 0.255601320850"),
    (D("4310440.84"),   D(2_461_922_069),  10,       D("1.7508437388"),  "half up, not cut"),
    (D("1025079.16"),   D(4_010_461_122),  6,        D("0.255601"),      "six decimals"),
    (D("5.00"),         D(0),              10,       D(0),             "no value, no rate"),
]
# fmt: on


@pytest.mark.parametrize("amount, value, decimals, rate, because", RATES)
def test_rate_from_amount(amount, value, decimals, rate, because):
    sheet = rated(amount, value, decimals)
    assert sheet.known("rate") == rate, because
    assert sheet.known("rate").as_tuple().exponent == -decimals, because
    assert_explained(sheet)


# fmt: off
MAXIMA = [
    # maximum                 decimals  rate                 because
    (D("1.5"),                10,       D("1.5000000000"),   "the maximum itself"),
    (D("2.484505791048"),     10,       D("2.4845057910"),   "never above the maximum"),
    (D("1.86195365938"),      10,       D("1.8619536593"),   "not even by half a digit"),
]
# fmt: on


@pytest.mark.parametrize("maximum, decimals, rate, because", MAXIMA)
def test_rate_at_maximum(maximum, decimals, rate, because):
    before = Worksheet("", (Line("maximum_rate", "", maximum, "rate"),))
    sheet = before.followed_by(
        rate_at_maximum(maximum, decimals=decimals, maximum_key="maximum_rate")
    )
    assert sheet.known("rate") == rate, because
    assert_explained(sheet)


# fmt: off
TAXES = [
    # value               rate                 tax                because
    (D(1_144_718_684),    D("1.5"),            D("1717078.03"),   "1,717,078.026"),
    (D(20_338_822_215),   D("0.2380463407"),   D("4841582.20"),   "this county's part of a joint district"),
    (D(10),               D("0.5"),            D("0.01"),         "half a cent goes up on a whole levy"),
    (D(0),                D("1.5"),            D("0.00"),         "nothing to tax"),
]
# fmt: on


@pytest.mark.parametrize("value, rate, tax, because", TAXES)
def test_county_tax(value, rate, tax, because):
    before = Worksheet("", (Line("rate", "Rate", rate, "rate"),))
    sheet = before.followed_by(county_tax(value, rate))
    assert sheet.known("tax") == tax, because
    assert_explained(sheet)


@given(st.integers(1, 10**16).map(lambda n: D(n).scaleb(-15)), st.integers(1, 12))
def test_a_rate_at_its_maximum_never_passes_it(maximum, decimals):
    rate = rate_at_maximum(maximum, decimals=decimals, maximum_key="m").known("rate")
    assert maximum - D(1).scaleb(-decimals) < rate <= maximum


@given(st.integers(0, 10**12).map(lambda c: D(c).scaleb(-2)), st.integers(1, 10**12).map(D))
def test_a_rate_raises_the_amount_to_half_its_last_digit(amount, value):
    rate = rated(amount, value).known("rate")
    assert abs(tax_on(value, rate) - amount) <= tax_on(value, D("0.5E-10"))

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.kinds import Binding as B
from levy.law.washington.school_enrichment import enrichment_binding, school_enrichment
from tests.law.reevaluation import assert_explained

# 2.50 on a million allows 2,500.00.
VALUE, MAXIMUM = D(1_000_000), D("2.50")

# fmt: off
CASES = [
    # certified      per pupil     levy           bound by       because
    (D("2000.00"),   None,         D("2000.00"),  B.CERTIFIED,   "a blank per-pupil maximum binds nothing"),
    (D("2000.00"),   D(9999),      D("2000.00"),  B.CERTIFIED,   "the voters approved less"),
    (D("3000.00"),   D(9999),      D("2500.00"),  B.STATUTORY,   "2.50 on the base"),
    (D("3000.00"),   None,         D("2500.00"),  B.STATUTORY,   "the same, per pupil not known"),
    (D("3000.00"),   D("1800.49"), D(1800),     B.LIMIT,       "per pupil, to the whole dollar"),
    (D("3000.00"),   D("1800.50"), D(1801),     B.LIMIT,       "half a dollar goes up"),
    (D("2500.00"),   D(2500),    D("2500.00"),  B.CERTIFIED,   "all three equal: the request"),
    (D("3000.00"),   D(2500),    D("2500.00"),  B.STATUTORY,   "rate and per pupil equal: the rate"),
    (D(0),         D(2500),    D(0),        B.CERTIFIED,   "nothing certified is known"),
    (D("3000.00"),   D(0),       D(0),        B.LIMIT,       "nothing per pupil is known, and binds"),
]
# fmt: on


@pytest.mark.parametrize("certified, per_pupil, levy, bound, because", CASES)
def test_the_least_of_three(certified, per_pupil, levy, bound, because):
    sheet = school_enrichment(certified, VALUE, maximum_rate=MAXIMUM, per_pupil=per_pupil)
    assert sheet.number("P2S") == levy, because
    assert enrichment_binding(sheet) is bound, because
    assert_explained(sheet)


# fmt: off
RATES = [
    # certified            value              rate, cut at 12       because
    (D("4310440.84"),      D(2_461_922_069),  D("1.750843738831"),  "rounded it would end in 32"),
    (D("1504760.58"),      D(855_372_475),    D("1.759187516526"),  "the form cuts"),
    (D(0),               D(0),              D(0),               "a district without value"),
]
# fmt: on


@pytest.mark.parametrize("certified, value, rate, because", RATES)
def test_the_school_form_cuts_its_rate(certified, value, rate, because):
    sheet = school_enrichment(certified, value, maximum_rate=MAXIMUM, per_pupil=None)
    assert sheet.number("P2S_rate") == rate, because
    assert_explained(sheet)


# fmt: off
NO_VALUE = [
    # certified      per pupil   bound by       because
    (D("2000.00"),   None,       B.NONE,        "no maximum rate decides where nothing is taxed"),
    (D("2000.00"),   D(0),       B.NONE,        "nor the amount per pupil"),
    (D(0),           None,       B.CERTIFIED,   "nothing was asked for"),
]
# fmt: on


@pytest.mark.parametrize("certified, per_pupil, bound, because", NO_VALUE)
def test_without_value_nothing_decides(certified, per_pupil, bound, because):
    sheet = school_enrichment(certified, D(0), maximum_rate=MAXIMUM, per_pupil=per_pupil)
    assert enrichment_binding(sheet) is bound, because


DOLLARS = st.integers(0, 10**12).map(lambda cents: D(cents).scaleb(-2))


@given(DOLLARS, st.integers(0, 10**11).map(D), st.none() | DOLLARS)
def test_never_above_any_of_its_limits(certified, value, per_pupil):
    sheet = school_enrichment(certified, value, maximum_rate=MAXIMUM, per_pupil=per_pupil)
    assert_explained(sheet)
    levy = sheet.number("P2S")
    assert levy <= min(certified, sheet.number("maximum_amount"))
    assert per_pupil is None or levy <= per_pupil + D("0.5")
    decided = {B.CERTIFIED, B.STATUTORY, B.LIMIT} if value else {B.CERTIFIED, B.NONE}
    assert enrichment_binding(sheet) in decided

"""A levy that is certified after November 30.  RCW 84.52.070(3)."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.late_certification import usable_amount
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

# fmt: off
CASES = [
    # late            last year        days   usable
    (D("500000.00"), D("450000.00"),   12,   D("450000.00"),  "twelve working days were enough"),
    (D("500000.00"), D("450000.00"),   11,   D("500000.00"),  "eleven were not: the assessor was late"),
    (D("500000.00"), D("450000.00"),   40,   D("450000.00"),  "no more than last year"),
    (D("400000.00"), D("450000.00"),   12,   D("400000.00"),  "less than last year is usable"),
    (D("450000.00"), D("450000.00"),   12,   D("450000.00"),  "the same as last year"),
    (D("500000.00"), D("0.00"),        12,   D("0.00"),       "a district that did not levy last year"),
]
# fmt: on


@pytest.mark.parametrize("late, last_year, days, usable, because", CASES)
def test_usable_amount(late, last_year, days, usable, because):
    sheet = usable_amount(late, last_year=last_year, working_days=days, days_needed=D(12))
    assert sheet.number("usable") == usable, because
    assert (sheet.number("working_days"), sheet.number("days_needed")) == (days, 12)
    assert_explained(sheet)


@given(drawn.dollars, drawn.dollars, st.integers(0, 30))
def test_it_is_never_more_than_was_certified(late, last_year, days):
    sheet = usable_amount(late, last_year=last_year, working_days=days, days_needed=D(12))
    assert sheet.number("usable") <= late
    assert_explained(sheet)

"""The emergency medical levy: what the county leaves, its term and its vote.  RCW 84.52.069."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.ems import (
    ems_last_year,
    ems_maximum_rate,
    ems_vote,
    first_approval,
    renewal,
)
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

# fmt: off
RATES = [
    # county          left
    (None,          D("0.50"),  "the county has none"),
    (D(0),        D("0.50"),  "the county levies nothing"),
    (D("0.30"),     D("0.20"),  "others take only the difference"),
    (D("0.50"),     D("0.00"),  "the county takes all"),
    (D("0.51"),     D(0),     "never below nothing"),
]
TERMS = [
    (2025, D(6),  2030, "six years"),
    (2025, D(10), 2034, "ten years"),
]
VOTES = [
    # yes   no     first  renewed
    (600,   400,   True,  True,   "three fifths exactly"),
    (599,   401,   False, True,   "one vote less"),
    (501,   499,   False, True,   "a majority renews"),
    (500,   500,   False, False,  "half is no majority"),
    (3,     2,     True,  True,   "five votes"),
    (1,     0,     True,  True,   "one voter"),
    (0,     0,     False, False,  "nobody voted"),
]
# fmt: on


@pytest.mark.parametrize("county, left, because", RATES)
def test_ems_maximum_rate(county, left, because):
    sheet = ems_maximum_rate(D("0.50"), county)
    assert sheet.number("maximum_rate") == left, because
    assert_explained(sheet)


@pytest.mark.parametrize("first, years, last, because", TERMS)
def test_ems_last_year(first, years, last, because):
    sheet = ems_last_year(first, years)
    assert sheet.number("last_year_of_levy") == last, because
    assert_explained(sheet)


@pytest.mark.parametrize("yes, no, first, renewed, because", VOTES)
def test_ems_vote(yes, no, first, renewed, because):
    at_first = ems_vote(yes, no, share_needed=D("0.60"))
    again = ems_vote(yes, no, share_needed=D("0.50"))
    assert first_approval(at_first) is first, because
    assert renewal(again) is renewed, because
    assert_explained(at_first)


def test_the_share_of_the_votes_is_shown_where_there_are_any():
    assert ems_vote(2, 1, share_needed=D("0.60")).number("yes_share") == D("0.6667")
    assert not ems_vote(0, 0, share_needed=D("0.60")).has("yes_share")


@given(drawn.rates)
def test_county_and_others_together_never_pass_the_highest_rate(county):
    left = ems_maximum_rate(D("0.50"), county).number("maximum_rate")
    assert left >= 0
    assert left + min(county, D("0.50")) == D("0.50")


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_what_passes_at_first_would_also_be_renewed(yes, no):
    if first_approval(ems_vote(yes, no, share_needed=D("0.60"))):
        assert renewal(ems_vote(yes, no, share_needed=D("0.50")))
    assert_explained(ems_vote(yes, no, share_needed=D("0.60")))

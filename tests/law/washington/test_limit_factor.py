"""The limit factor: population, inflation, substantial need.  RCW 84.55.005, 84.55.0101."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.not_known import NotKnown
from levy.law.washington.limit_factor import SubstantialNeed, limit_factor, votes_needed
from tests.law.reevaluation import assert_explained

LAW = {"cap": D("1.01"), "small_district": D(10_000)}


def need(adopted, members=None, votes=None):
    return SubstantialNeed(D(adopted), members, votes)


# fmt: off
CASES = [
    # people  inflation     need                    factor
    ( 50_000, D("0.0257"),  None,                   D("1.01"),   "2025: inflation above the cap"),
    ( 21_000, D("0.0155"),  None,                   D("1.01"),   "Tukwila 2018"),
    ( 21_000, D("0.006"),   None,                   D("1.006"),  "Tukwila 2021, no need found"),
    ( 21_000, D("0.006"),   need("1.01"),           D("1.01"),   "Tukwila 2021, need found"),
    (  9_999, D("0.004"),   None,                   D("1.01"),   "a small district ignores it"),
    (  9_999, None,         None,                   D("1.01"),   "and need not know it"),
    ( 10_000, D("0.004"),   None,                   D("1.004"),  "10,000 people is not small"),
    ( 10_000, D("0.01"),    None,                   D("1.01"),   "exactly the cap"),
    ( 10_000, D("0.01001"), None,                   D("1.01"),   "just above it"),
    ( 10_000, D("0.00999"), None,                   D("1.00999"), "just below it"),
    ( 10_000, D(0),       None,                   D(1),      "prices stood still"),
    ( 10_000, D("-0.008"),  None,                   D("0.992"),  "falling prices shrink the limit"),
    ( 10_000, D("-0.008"),  need("1.01"),           D("1.01"),   "need is found all the same"),
    ( 10_000, D("0.004"),   need("1.02"),           D("1.01"),   "need cannot pass the cap"),
    ( 10_000, D("0.004"),   need("1.007"),          D("1.007"),  "need may ask for less"),
    ( 10_000, None,         need("1.01"),           D("1.01"),   "need does without inflation"),
    ( 10_000, D("0.004"),   need("1.01", 3, 2),     D("1.01"),   "two of three carry it"),
    ( 10_000, D("0.004"),   need("1.01", 3, 1),     D("1.004"),  "one of three does not"),
    ( 10_000, D("0.004"),   need("1.01", 7, 4),     D("1.004"),  "a bare majority of seven neither"),
    ( 10_000, D("0.004"),   need("1.01", 7, 5),     D("1.01"),   "a majority plus one does"),
    ( 10_000, D("0.004"),   need("1.01", 7, None),  D("1.01"),   "votes not recorded: as found"),
    (  9_999, D("0.004"),   need("1.005", 3, 3),    D("1.01"),   "a small district needs no need"),
]
VOTES = [
    (1, 1, "two thirds of one"),
    (2, 2, "1.33 is two"),
    (3, 2, "exactly two thirds"),
    (4, 3, "2.67 is three"),
    (5, 4, "three is a majority, and one"),
    (6, 5, "four, and one"),
    (7, 5, "four, and one"),
    (9, 6, "five, and one"),
]
# fmt: on


@pytest.mark.parametrize("people, inflation, found, factor, because", CASES)
def test_limit_factor(people, inflation, found, factor, because):
    sheet = limit_factor(people, inflation, need=found, **LAW)
    assert sheet.number("limit_factor") == factor, because
    assert_explained(sheet)


@pytest.mark.parametrize("members, votes, because", VOTES)
def test_votes_needed(members, votes, because):
    assert votes_needed(members) == votes, because


@pytest.mark.parametrize(
    "people, what",
    [(None, "the district's population"), (10_000, "the inflation of the year")],
)
def test_a_blank_is_not_known_and_never_guessed(people, what):
    with pytest.raises(NotKnown, match=what):
        limit_factor(people, None, **LAW)


# fmt: off
NOT_RECORDED = [
    (None, 3,    "nobody wrote down how many members there are"),
    (5,    None, "nobody wrote down the votes"),
]
# fmt: on


@pytest.mark.parametrize("members, votes, because", NOT_RECORDED)
def test_half_a_vote_on_record_is_no_vote_on_record(members, votes, because):
    assert need("1.01", members, votes).carried, because
    sheet = limit_factor(10_000, D("0.004"), need=need("1.01", members, votes), **LAW)
    assert not sheet.has("votes_needed"), because


def test_the_population_stands_on_the_worksheet():
    sheet = limit_factor(9_999, None, **LAW)
    assert [(line.key, line.value) for line in sheet.lines[:2]] == [
        ("population", 9_999), ("small_district", 10_000),
    ]  # fmt: skip


def test_the_vote_stands_on_the_worksheet():
    sheet = limit_factor(10_000, D("0.004"), need=need("1.01", 7, 4), **LAW)
    assert [sheet.number(key) for key in ("members", "votes", "votes_needed")] == [7, 4, 5]


@given(
    st.integers(0, 10**7),
    st.decimals(min_value="-0.2", max_value="0.2", places=4),
    st.none() | st.decimals(min_value=1, max_value=2, places=3).map(SubstantialNeed),
)
def test_the_factor_is_never_above_the_cap(people, inflation, found):
    sheet = limit_factor(people, inflation, need=found, **LAW)
    assert sheet.number("limit_factor") <= LAW["cap"]
    assert_explained(sheet)

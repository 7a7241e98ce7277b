"""A multi-year lid lift: the factors that voters approved, and its longest term.  RCW 84.55.050."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.not_known import NotKnown
from levy.law.washington.multi_year_lift import last_year_of_term, multi_year_factor
from tests.law.reevaluation import assert_explained

SIX = [D("1.06"), D("1.05"), D("1.04"), D("1.03"), D("1.02"), D("1.07"), D("1.08")]
# fmt: off
CASES = [
    # year  first  later factors   year of term   factor
    (2025,  2024,  [D("1.06")],    2,             D("1.06"),  "Benton's Fire 4 in 2025"),
    (2024,  2024,  SIX,            1,             D("1.01"),  "the first year is the voted rate's, not a factor's"),
    (2025,  2024,  SIX,            2,             D("1.06"),  "each year has its own"),
    (2026,  2024,  SIX,            3,             D("1.05"),  "which need not be the same"),
    (2029,  2024,  SIX,            6,             D("1.02"),  "the sixth year is the last"),
    (2030,  2024,  SIX,            7,             D("1.01"),  "a factor stated for a seventh has no effect"),
    (2026,  2024,  [D("1.06")],    3,             D("1.01"),  "no factor stated for the year"),
    (2023,  2024,  SIX,            0,             D("1.01"),  "before the lift"),
    (2025,  2024,  [D("0.99")],    2,             D("0.99"),  "an index may fall"),
]
TERMS = [
    # first  stated  longest  last
    (2024,   2029,   6,       2029,  "six years"),
    (2024,   2030,   6,       2029,  "a seventh has no effect"),
    (2024,   2026,   6,       2026,  "a shorter term is kept"),
    (2024,   2040,   9,       2032,  "nine where the lift pays for bonds"),
    (2024,   2048,   25,      2048,  "twenty-five in Thurston County"),
]
# fmt: on


def factor_of(tax_year, first_year, later):
    return multi_year_factor(
        tax_year,
        first_year=first_year,
        later_factors=later,
        statutory_factor=D("1.01"),
        longest_term=D(6),
        measure="FD4-2023",
    )


@pytest.mark.parametrize("tax_year, first_year, later, year, factor, because", CASES)
def test_multi_year_factor(tax_year, first_year, later, year, factor, because):
    sheet = factor_of(tax_year, first_year, later)
    assert sheet.number("year_of_term") == year, because
    assert sheet.number("limit_factor") == factor, because
    assert sheet.number("longest_term") == 6
    assert_explained(sheet)


def test_a_blank_first_year_is_not_known():
    with pytest.raises(NotKnown, match="the first year of FD4-2023"):
        factor_of(2025, None, SIX)


@pytest.mark.parametrize("first, stated, longest, last, because", TERMS)
def test_last_year_of_term(first, stated, longest, last, because):
    sheet = last_year_of_term(first, stated, longest_term=D(longest))
    assert sheet.number("last_year_of_lift") == last, because
    assert_explained(sheet)


@given(st.integers(2010, 2040), st.lists(st.sampled_from(SIX), max_size=9))
def test_outside_the_term_the_statute_rules(tax_year, later):
    sheet = factor_of(tax_year, 2024, later)
    if not 2 <= sheet.number("year_of_term") <= 6:
        assert sheet.number("limit_factor") == D("1.01")
    assert_explained(sheet)

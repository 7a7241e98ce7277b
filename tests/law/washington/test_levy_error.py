"""Corrections of levy errors: how far back, in how many parts, and above the maximum."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.levy_error import YearOfError, correction, part_beyond_maximum
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

FIRE2EMS = (YearOfError(2024, D("455279.15"), D("426345.95")),)
LITTLE = (YearOfError(2024, D("0.00"), D("100.00")),)
# fmt: off
CASES = [
    # years      found   parts  this   over              under
    (FIRE2EMS,   2024,   3,     1,     D("9644.40"),     D(0),          "Benton's Fire 2 EMS: 28,933.20 in three years"),
    (FIRE2EMS,   2024,   1,     1,     D("28933.20"),    D(0),          "no hardship: in one"),
    (LITTLE,     2024,   3,     1,     D(0),           D("33.33"),      "a third"),
    (LITTLE,     2024,   3,     3,     D(0),           D("33.34"),      "the last part takes the cent that is left"),
    (LITTLE,     2024,   3,     4,     D(0),           D(0),          "there is no fourth"),
    (LITTLE,     2024,   5,     1,     D(0),           D("33.33"),      "a spread over five years is made in three"),
    (LITTLE,     2024,   2,     2,     D(0),           D("50.00"),      "two parts"),
    (LITTLE,     2027,   1,     1,     D(0),           D("100.00"),     "three years before it was found"),
    (LITTLE,     2028,   1,     1,     D(0),           D(0),          "four years before: not corrected"),
    ((YearOfError(2023, D("50.00"), D("20.00")), *LITTLE), 2026, 1, 1, D(0), D("70.00"), "years that went wrong in both directions"),
    ((YearOfError(2023, D("50.00"), D("20.00")), *LITTLE), 2027, 1, 1, D(0), D("100.00"), "of two years only the later is near enough"),
    ((),         2024,   1,     1,     D(0),           D(0),          "nothing was wrong"),
]
BEYOND = [
    # levy              value              maximum            beyond            rate
    (D("1820116.33"), D(3_598_516_109), D("1799258.05"), D("20858.28"),  D("0.005796355878"), "Fire 4 EMS, had the error been of 2024 and not its own"),
    (D("1799258.05"), D(3_598_516_109), D("1799258.05"), D("0.00"),      D(0),              "as it is: capped at the maximum"),
    (D("1799258.04"), D(3_598_516_109), D("1799258.05"), D(0),         D(0),              "below the maximum"),
    (D("1.00"),       D(0),             D("0.00"),       D("1.00"),      D(0),              "no value, no rate"),
]
# fmt: on


@pytest.mark.parametrize("years, found, parts, this, over, under, because", CASES)
def test_correction(years, found, parts, this, over, under, because):
    sheet = correction(
        years,
        found_in=found,
        look_back=D(3),
        instalments=parts,
        most_instalments=D(3),
        instalment=this,
    )
    assert sheet.number("over_levied") == over, because
    assert sheet.number("under_levied") == under, because
    assert_explained(sheet)


def test_in_one_part_where_the_district_says_nothing():
    sheet = correction(LITTLE, found_in=2024, look_back=D(3), most_instalments=D(3))
    assert sheet.number("under_levied") == D("100.00")
    inputs = ("found_in", "look_back", "instalments", "most_instalments", "instalment")
    assert [sheet.number(key) for key in inputs] == [2024, 3, 1, 3, 1]


@pytest.mark.parametrize("levy, value, maximum, beyond, rate, because", BEYOND)
def test_part_beyond_maximum(levy, value, maximum, beyond, rate, because):
    sheet = part_beyond_maximum(levy, value=value, maximum_amount=maximum)
    assert sheet.number("beyond") == beyond, because
    assert sheet.number("beyond_rate") == rate, because
    assert_explained(sheet)


@given(drawn.dollars, drawn.dollars, st.integers(1, 5))
def test_all_parts_together_are_the_error_to_the_cent(levied, correct, parts):
    total = D(0)
    for this in range(1, 6):
        sheet = correction(
            (YearOfError(2024, levied, correct),),
            found_in=2024,
            look_back=D(3),
            instalments=parts,
            most_instalments=D(3),
            instalment=this,
        )
        total += sheet.number("under_levied") - sheet.number("over_levied")
        assert_explained(sheet)
    assert total == correct - levied


@given(drawn.dollars, drawn.values, drawn.dollars)
def test_what_is_beyond_is_what_the_maximum_leaves(levy, value, maximum):
    sheet = part_beyond_maximum(levy, value=value, maximum_amount=maximum)
    assert levy - sheet.number("beyond") == min(levy, maximum)
    assert_explained(sheet)

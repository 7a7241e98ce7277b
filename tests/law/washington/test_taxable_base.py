from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.kinds import Base
from levy.law.not_known import NotKnown
from levy.law.season import AreaValues
from levy.law.washington.taxable_base import area_base, area_bases, base_over
from tests.law.washington import drawn

# P1 is Prosser's area as the county's value letters print it.
P1 = AreaValues("P1", regular=D(931_484_585), senior=D(7_064_915), farm=D(525_410),
                timber_full=D(0), timber_half=D(0))  # fmt: skip
WOODS = AreaValues("W", regular=D(1000), senior=D(100), farm=D(10),
                   timber_full=D(50), timber_half=D(25), timber_roll=D(0))  # fmt: skip
OLD_ROLL = AreaValues("O", regular=D(2000), senior=D(0), farm=D(0),
                      timber_full=D(0), timber_half=D(0), timber_roll=D(30))  # fmt: skip

# fmt: off
CASES = [
    # areas               base              value              because
    ([P1],                Base.REGULAR,     D(931_484_585),    "everything"),
    ([P1],                Base.EXCESS,      D(924_419_670),    "seniors are exempt"),
    ([P1],                Base.ENRICHMENT,  D(924_419_670),    "here too"),
    ([P1],                Base.STATE_1,     D(930_959_175),    "farm machinery is exempt from the state's levy"),
    ([P1],                Base.STATE_2,     D(923_894_260),    "both are exempt from its second part"),
    ([WOODS],             Base.REGULAR,     D(1000),           "timber never counts for a regular levy"),
    ([WOODS],             Base.EXCESS,      D(950),            "all timber counts for a bond"),
    ([WOODS],             Base.ENRICHMENT,  D(925),            "half of it for enrichment"),
    ([OLD_ROLL],          Base.ENRICHMENT,  D(2030),           "or the roll of 1983, which is greater"),
    ([WOODS, OLD_ROLL],   Base.ENRICHMENT,  D(2930),           "the greater over the whole levy, not area by area"),
    ([WOODS, OLD_ROLL],   Base.EXCESS,      D(2950),           "the sum over the areas"),
    ([],                  Base.EXCESS,      D(0),              "no areas"),
]
# fmt: on


@pytest.mark.parametrize("areas, base, value, because", CASES)
def test_base_over(areas, base, value, because):
    assert base_over(base, areas) == value, because
    if len(areas) == 1:
        assert area_base(base, areas[0]) == value, because


# fmt: off
BLANKS = [
    # known besides the regular value                      base              what is missing
    ({},                                                   Base.EXCESS,      "the timber full value of area A"),
    ({"timber_full": D(0)},                                Base.EXCESS,      "the senior value of area A"),
    ({},                                                   Base.STATE_1,     "the farm value of area A"),
    ({"farm": D(0)},                                       Base.STATE_2,     "the senior value of area A"),
    ({"senior": D(0)},                                     Base.ENRICHMENT,  "the timber half value of area A"),
]
# fmt: on


@pytest.mark.parametrize("known, base, missing", BLANKS)
@pytest.mark.parametrize("compute", [area_base, lambda base, area: base_over(base, [area])])
def test_a_blank_value_is_named(known, base, missing, compute):
    with pytest.raises(NotKnown) as error:
        compute(base, AreaValues("A", regular=D(1000), **known))
    assert error.value.missing == str(error.value) == missing


def test_a_blank_regular_value_is_named_for_every_base():
    for base in Base:
        with pytest.raises(NotKnown, match="the regular value of area A"):
            area_base(base, AreaValues("A"))


def test_the_bases_of_an_area():
    assert area_bases(WOODS) == {
        Base.REGULAR: 1000, Base.EXCESS: 950, Base.ENRICHMENT: 925,
        Base.STATE_1: 990, Base.STATE_2: 890,
    }  # fmt: skip


def test_a_blank_half_is_not_known_whatever_the_roll():
    bases = area_bases(replace(OLD_ROLL, timber_half=None))
    assert bases.pop(Base.ENRICHMENT).is_nan()
    assert not any(value.is_nan() for value in bases.values())


def test_a_blank_timber_roll_binds_nothing():
    area = AreaValues("A", regular=D(10), senior=D(0), timber_half=D(2))
    assert area_base(Base.ENRICHMENT, area) == base_over(Base.ENRICHMENT, [area]) == 12


AREAS = st.lists(
    st.builds(
        lambda regular, part, timber, roll: AreaValues(
            "A", regular=regular, senior=regular // part, farm=regular // part // 2,
            timber_full=timber, timber_half=timber // 2, timber_roll=roll,
        ),
        drawn.values,
        st.integers(2, 9),
        drawn.values,
        st.none() | drawn.values,
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


@given(st.sampled_from(Base), AREAS, st.integers(0, 6))
def test_a_base_is_the_sum_of_its_areas_but_for_timber(base, areas, at):
    whole = base_over(base, areas)
    apart = base_over(base, areas[:at]) + base_over(base, areas[at:])
    if base is Base.ENRICHMENT:
        assert base_over(Base.STATE_2, areas) <= whole <= apart, "the greater counts once"
    else:
        assert whole == apart


@given(st.sampled_from(Base), AREAS, drawn.values)
def test_more_value_never_lowers_a_base(base, areas, more):
    richer = [replace(areas[0], regular=areas[0].regular + more), *areas[1:]]
    assert base_over(base, richer) == base_over(base, areas) + more

from decimal import Decimal as D

import pytest

from levy.kinds import AreaStatus, Base, DistrictKind, LevyKind
from levy.law.not_known import NotKnown
from levy.law.season import (
    Area,
    AreaLevy,
    AreaValues,
    District,
    Levy,
    LevyValues,
    Season,
    SeasonFacts,
)
from levy.law.washington.levy_value import LevyValue, ValuesOfSeason
from levy.law.washington.who_pays import who_pays

DISTRICT = District("1", "A district", DistrictKind.LIBRARY)
LIBRARY = Levy("LIB", "1", "Library", LevyKind.REGULAR, Base.REGULAR)
NORTH = AreaValues("N", regular=D(600))
SOUTH = AreaValues("S", regular=D(400))


def values(*, areas=("N", "S"), known=(NORTH, SOUTH), own=()):
    season = Season(
        SeasonFacts("Benton", "WA", 2025, 10),
        districts=(DISTRICT,),
        levies=(LIBRARY,),
        areas=tuple(Area(area, area, AreaStatus.ACTIVE) for area in areas),
        area_levies=tuple(AreaLevy(area, "LIB") for area in areas),
        values=tuple(known),
        levy_values=tuple(LevyValues("LIB", county, D(base)) for county, base in own),
    )
    return ValuesOfSeason(season, who_pays(season))


# fmt: off
CASES = [
    # the season                                    whole  county  source                                          because
    ({},                                            1000,  1000,  "values.csv, the regular value of its 2 areas",  "the sum of its areas"),
    ({"areas": ("N",)},                             600,   600,   "values.csv, the regular value of its area",     "a levy owns its areas"),
    ({"areas": ("N", "dead")},                      600,   600,   "values.csv, the regular value of its area",     "an area without a row holds no property"),
    ({"own": [("Benton", 990)]},                    990,   990,   "levy_values.csv, Benton",                       "its own row overrides its areas"),
    ({"own": [("Franklin", 250), ("Benton", 1000)]},1250,  1000,  "levy_values.csv, Franklin and Benton",          "a joint district"),
    ({"own": [("Benton", 0)]},                      0,     0,     "levy_values.csv, Benton",                       "no value is known: none"),
    ({"areas": (), "own": [("Benton", 7)]},         7,     7,     "levy_values.csv, Benton",                       "its own row needs no areas"),
]
# fmt: on


@pytest.mark.parametrize("season, whole, county, source, because", CASES)
def test_the_value_of_a_levy(season, whole, county, source, because):
    assert values(**season).of(LIBRARY) == LevyValue(D(whole), D(county), source), because


# fmt: off
MISSING = [
    # the season                          what is missing
    ({"areas": ()},                       "a value in one of its areas"),
    ({"known": ()},                       "a value in one of its areas"),
    ({"own": [("Franklin", 250)]},        "its value in Benton County (levy_values.csv)"),
    ({"known": (AreaValues("N"), SOUTH)}, "the regular value of area N"),
]
# fmt: on


@pytest.mark.parametrize("season, missing", MISSING)
def test_a_value_that_is_not_known_is_named(season, missing):
    with pytest.raises(NotKnown) as error:
        values(**season).of(LIBRARY)
    assert error.value.missing == missing


def test_the_values_of_an_area():
    assert values().area("N") is NORTH
    assert values().area("dead") is None
    assert values().bases("N")[Base.REGULAR] == 600
    assert values().bases("N")[Base.STATE_1].is_nan()
    assert values(known=(AreaValues("N"),)).bases("N")[Base.REGULAR].is_nan()
    assert all(values().bases("dead")[base].is_nan() for base in Base)


def test_of_timber_the_greater_value_counts_once_for_the_whole_levy():
    woods = AreaValues("N", regular=D(1000), senior=D(100), timber_half=D(25), timber_roll=D(0))
    roll = AreaValues("S", regular=D(2000), senior=D(0), timber_half=D(0), timber_roll=D(30))
    school = Levy("SCHOOL", "1", "School", LevyKind.ENRICHMENT, Base.ENRICHMENT)
    season = Season(
        SeasonFacts("Benton", "WA", 2025, 10),
        districts=(DISTRICT,),
        levies=(school,),
        areas=tuple(Area(area, area, AreaStatus.ACTIVE) for area in "NS"),
        area_levies=tuple(AreaLevy(area, "SCHOOL") for area in "NS"),
        values=(woods, roll),
    )
    values = ValuesOfSeason(season, who_pays(season))
    assert [values.bases(area)[Base.ENRICHMENT] for area in "NS"] == [925, 2030]
    assert values.of(school).whole == 2930, "30 of the roll, and not 25 besides"

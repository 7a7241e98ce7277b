"""Who pays what, and that it is found again only where the rows are others."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from levy.kinds import AreaStatus, Base, DistrictKind, LevyKind, LevyStatus
from levy.law.season import Area, AreaLevy, District, Levy, Request, Season, SeasonFacts
from levy.law.washington.limit_levels import Component
from levy.law.washington.who_pays import who_pays

CITY = Levy("CITY", "1", "City", LevyKind.REGULAR, Base.REGULAR)
PART = Levy("PART", "1", "Part", LevyKind.REGULAR, Base.REGULAR, part_of="CITY")
BOND = Levy("BOND", "1", "Bond", LevyKind.BOND, Base.EXCESS)
OLD = Levy("OLD", "1", "Old", LevyKind.BOND, Base.EXCESS, status=LevyStatus.RETIRED)
SEASON = Season(
    SeasonFacts("Benton", "WA", 2025, 10),
    districts=(District("1", "A city", DistrictKind.CITY),),
    levies=(CITY, PART, BOND, OLD),
    areas=tuple(Area(area, area, AreaStatus.ACTIVE) for area in "NSE"),
    area_levies=tuple(
        AreaLevy(area, levy)
        for area, levies in (("N", "CITY BOND PART OLD"), ("S", "CITY PART"))
        for levy in levies.split()
    ),
)


def test_who_pays_what():
    who = who_pays(SEASON)
    assert who.active == (CITY, PART, BOND)
    assert who.parts == {"CITY": [PART]}
    assert who.components == {"CITY": Component.CITY, "PART": Component.CITY}
    assert who.by_base == {
        "N": {Base.REGULAR: ("CITY", "PART"), Base.EXCESS: ("BOND",)},
        "S": {Base.REGULAR: ("CITY", "PART")},
        "E": {},
    }
    assert who.limited == {"N": ("CITY", "PART"), "S": ("CITY", "PART"), "E": ()}
    assert who.areas_of == {"CITY": ("N", "S"), "PART": ("N", "S"), "BOND": ("N",)}


def test_an_edited_figure_leaves_it_as_it_was():
    who = who_pays(SEASON)
    assert who_pays(replace(SEASON, requests=(Request("CITY", D(1)),))) is who


# fmt: off
OTHERS = [
    # the season with other rows                                       what is found in them
    ({"districts": (District("1", "A port", DistrictKind.PORT),)},     lambda who: who.components == {}),
    ({"levies": (CITY, PART, replace(BOND, base=Base.REGULAR))},       lambda who: who.by_base["N"] == {Base.REGULAR: ("CITY", "BOND", "PART")}),
    ({"areas": SEASON.areas[:2]},                                      lambda who: set(who.by_base) == {"N", "S"}),
    ({"area_levies": SEASON.area_levies[:2]},                          lambda who: who.areas_of == {"CITY": ("N",), "BOND": ("N",)}),
]
# fmt: on


@pytest.mark.parametrize("rows, found", OTHERS)
def test_other_rows_are_looked_at_again(rows, found):
    before = who_pays(SEASON)
    assert found(who_pays(replace(SEASON, **rows)))
    assert who_pays(SEASON) == before

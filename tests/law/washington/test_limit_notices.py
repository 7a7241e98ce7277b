from dataclasses import replace
from decimal import Decimal as D

import pytest

from levy.kinds import DistrictKind
from levy.law.season import BuyDown, Protection
from levy.law.washington.buy_down import apply_buy_downs
from levy.law.washington.limit_notices import notices_of_limits
from levy.law.washington.limits_across_areas import LimitsAcrossAreas
from levy.law.washington.proration import prorate
from levy.law.washington.season import calculate
from levy.law.washington.season_figures import SeasonFigures
from levy.params.washington import law
from tests.law.washington.crowded_season import CROWDED
from tests.law.washington.limited_county import levies
from tests.law.washington.small_season import SEASON

LAW = law(2025)


def rates(result):
    return {levy.levy: levy.rate for levy in result.levies}


def test_the_loss_is_told_with_its_area_its_level_and_who_comes_before():
    told = {n.subject: n.sentence for n in calculate(CROWDED, LAW).notices if n.code == "prorated"}
    assert told == {
        "FIRE": "0.114000000000 of its rate (fire rest) is lost to the $5.90 limit in area N, at "
        "level 6; funded first: CITY, COUNTY, VETS, LIB."
    }


def test_an_area_that_no_cut_brings_below_its_limit_is_named():
    # County 1.00, city 3.60 and, where the fire district was, a road at 2.25: 6.85.
    road = {"district": "FIRE", "kind": DistrictKind.ROAD}
    crowded = replace(
        CROWDED,
        districts=tuple(
            replace(row, **road) if row.district == "FIRE" else row for row in CROWDED.districts
        ),
        levies=tuple(
            replace(row, statutory_rate=D("2.25")) if row.levy == "FIRE" else row
            for row in CROWDED.levies
        ),
        limits=tuple(replace(row, highest_lawful_levy=D(9000)) for row in CROWDED.limits),
    )
    result = calculate(crowded, LAW)
    told = [(n.subject, n.sentence) for n in result.notices if n.code == "over_the_limit"]
    assert told == [
        (
            "N",
            "The levies that are never cut exceed the $5.90 limit of area N by 0.9500000000. "
            "Check the county, road and city rates.",
        )
    ]
    assert rates(result)["LIB"] == 0, "nothing is left for a junior district"


# fmt: off
PROTECTED = [
    # season     protects   document    told                     because
    (CROWDED,    "0.25",    "Res. 7",   "0.114000000000 of its rate is levied outside the $5.90 limit instead of being lost to it (Res. 7).", "all that it would lose"),
    (CROWDED,    "0.1",     None,       "0.1 of its rate is levied outside the $5.90 limit instead of being lost to it (protections.csv).", "a part"),
    (CROWDED,    "0",       None,       None,                    "nothing is protected"),
    (SEASON,     "0.25",    "Res. 7",   None,                    "nothing would be lost"),
]
# fmt: on


@pytest.mark.parametrize("season, protects, document, told, because", PROTECTED)
def test_what_was_protected(season, protects, document, told, because):
    protection = Protection("FIRE", D(protects), document)
    result = calculate(replace(season, protections=(protection,)), LAW)
    found = [(n.subject, n.sentence) for n in result.notices if n.code == "protected"]
    assert found == ([("FIRE", told)] if told else []), because


# fmt: off
ALLOWED = [
    # levy      protects    the law lets it protect   because
    ("FIRE",    "0.25",     None,                     "RCW 84.52.125"),
    ("FIRE",    "0.26",     "0.25 at most",           "more than the law has"),
    ("LIB",     "0.1",      "nothing of it",          "a library has no such right"),
    ("BOND",    "0.1",      "nothing of it",          "no limit counts a bond"),
    ("OLD",     "0.1",      "nothing of it",          "nor a retired one"),
]
# fmt: on


@pytest.mark.parametrize("code, protects, most, because", ALLOWED)
def test_a_protection_that_the_law_does_not_allow(code, protects, most, because):
    result = calculate(replace(SEASON, protections=(Protection(code, D(protects)),)), LAW)
    found = [(n.subject, n.sentence) for n in result.notices if n.code == "protection_above_law"]
    sentence = (
        f"It protects {protects} from the $5.90 limit; the law lets it protect {most}. "
        "Correct protections.csv, or the district's kind in districts.csv."
    )
    assert found == ([(code, sentence)] if most else []), because


def test_an_agreement_that_cannot_be_carried_out_is_named():
    result = calculate(replace(SEASON, buy_downs=(BuyDown("BOND", "FIRE", D("0.1")),)), LAW)
    assert [(n.subject, n.sentence) for n in result.notices if n.code == "buy_down_refused"] == [
        (
            "BOND",
            "The agreement that BOND levies 0.1000000000 less for FIRE was not applied: neither "
            "the $5.90 limit nor the 1 % limit counts the levy BOND. "
            "Name two levies that a limit counts.",
        )
    ]


def test_whoever_loses_by_an_agreement_has_to_be_told():
    # As in test_buy_down: A is loose once its city sells, the library rises to B's share there,
    # and B's fire:2 falls.
    rates_of = {"county:a": "1.8", "city:a": "3.8", "county:b": "1.8", "city:b": "3.6",
                "fire:1": "0.5", "library": "0.5", "fire:2": "0.5"}  # fmt: skip
    areas = {
        "A": ("county:a", "city:a", "fire:1", "library"),
        "B": ("county:b", "city:b", "library", "fire:2"),
    }
    agreement = BuyDown("city:a", "fire:1", D("0.3"))
    bare = levies(rates_of)
    without = prorate(bare, areas, LAW.limits, maximum_rate=None)
    agreed = prorate(apply_buy_downs(bare, [agreement]), areas, LAW.limits, maximum_rate=None)
    limits = LimitsAcrossAreas(agreed, without, (agreement,), ())
    found = notices_of_limits(limits, SeasonFigures(SEASON), LAW.limits)
    assert [(n.subject, n.sentence) for n in found if n.code == "lowered_by_buy_down"] == [
        (
            "fire:2",
            "Its rate falls from 0.3500000000 to 0.2500000000 because of buy-down agreements "
            "(city:a for fire:1). Notify its district (RCW 39.67).",
        )
    ]


def test_where_nobody_loses_nobody_is_told():
    result = calculate(replace(CROWDED, buy_downs=(BuyDown("CITY", "FIRE", D("0.1")),)), LAW)
    assert {n.code for n in result.notices} == {"prorated"}

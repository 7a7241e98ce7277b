"""Both limits as one area meets them: what counts, what is left, who is cut, and what is lost."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from levy.kinds import Binding as B
from levy.kinds import DistrictKind
from levy.law.area_limits import AreaLimits
from levy.law.season import AreaLevy, AreaValues, BuyDown, Protection
from levy.law.washington.limits_of_area import limits_of_area
from levy.law.washington.season import calculate
from levy.params.washington import law
from tests.law.reevaluation import assert_explained
from tests.law.washington.crowded_season import CROWDED, POOR
from tests.law.washington.small_season import SEASON, changed, without

LAW = law(2025)
PROTECTED = replace(CROWDED, protections=(Protection("FIRE", D("0.1")),))
SOLD = replace(SEASON, buy_downs=(BuyDown("CITY", "FIRE", D("0.2")),))
WAITING = without("requests", "LIB")
UNKNOWN = replace(SEASON, facts=replace(SEASON.facts, real_ratio=None))
KNOWN = replace(SEASON, facts=replace(SEASON.facts, real_ratio=D(100), personal_ratio=D(100)))


def drawn(season, area="N"):
    return limits_of_area(season, calculate(season, LAW), LAW, area)


@pytest.mark.parametrize("season", [SEASON, CROWDED, POOR, PROTECTED, SOLD, WAITING])
def test_what_counts_is_what_the_season_computed(season):
    result = calculate(season, LAW)
    areas = {row.area: row for row in result.areas}
    rates = {row.levy: row.rate for row in result.levies}
    for code, computed in areas.items():
        aggregate, one_percent = limits_of_area(season, result, LAW, code).limits
        assert aggregate.counted == computed.aggregate_590
        assert one_percent.counted == computed.one_percent
        assert {levy: rates[levy] for levy in one_percent.rates} == one_percent.rates
        for limit in (aggregate, one_percent):
            if limit.stack is not None:
                assert_explained(limit.stack)


def test_an_area_with_room():
    aggregate, one_percent = drawn(KNOWN).limits
    assert aggregate.rates == {
        "CITY": D("2.0200000000"),
        "FIRE": D("1.0100000000"),
        "LIB": D("0.4040000000"),
        "COUNTY": D("0.9887500000"),
        "VETS": D("0.0112500000"),
    }, "school, bonds and the state are outside"
    assert (aggregate.short, aggregate.limit, aggregate.left) == ("$5.90", D("5.90"), D("1.466"))
    assert "STATE" in one_percent.rates
    assert (one_percent.limit, one_percent.left) == (D(10), D(10) - one_percent.counted)
    assert (aggregate.why_not, aggregate.lost) == ("", ())


def test_the_levels_from_never_cut_to_cut_first():
    aggregate = drawn(KNOWN).limits[0]
    assert [(level.name, level.room) for level in aggregate.levels] == [
        ("Level 8, never cut", D("2.88")),
        ("Level 7", D("1.976")),
        ("Level 6", D("1.466")),
    ]
    first_50, rest = aggregate.levels[1].rates[0], aggregate.levels[2].rates[0]
    assert tuple(first_50) == ("FIRE", "fire", D("0.5"), D("0.5"))
    assert tuple(rest) == ("FIRE", "fire rest", D("0.51"), D("0.51"))
    assert aggregate.levels[-1].room == aggregate.left


def test_a_levy_that_gave_way_has_its_rate_before_and_its_loss():
    aggregate = drawn(CROWDED).limits[0]
    assert tuple(aggregate.levels[-1].rates[0]) == ("FIRE", "fire rest", D("0.51"), D("0.396"))
    assert aggregate.levels[-1].room == 0
    assert (aggregate.rates["FIRE"], aggregate.left) == (D("0.8960000000"), D(0))
    assert aggregate.lost == (
        (
            "FIRE",
            "0.114000000000 of its rate (fire rest) is lost to the $5.90 limit in area N, at "
            "level 6; funded first: CITY, COUNTY, VETS, LIB.",
        ),
    )


def test_each_limit_tells_its_own_losses():
    aggregate, one_percent = drawn(POOR).limits
    assert aggregate.lost == ()
    assert [levy for levy, _ in one_percent.lost] == ["FIRE", "LIB", "FIRE"]
    assert one_percent.left == D("0.0000000001"), "decimals after the last are dropped"


def test_what_is_protected_counts_outside():
    aggregate, one_percent = drawn(PROTECTED).limits
    assert (aggregate.rates["FIRE"], one_percent.rates["FIRE"]) == (D("0.896"), D("0.996"))


def test_what_was_sold_is_not_taken_off_twice():
    computed = calculate(SOLD, LAW)
    city = next(levy for levy in computed.levies if levy.levy == "CITY")
    assert (city.binding, city.rate) == (B.BUY_DOWN, D("1.8200000000"))
    assert drawn(SOLD).limits[0].rates["CITY"] == D("1.8200000000")


def test_ratios_that_are_not_known():
    aggregate, one_percent = drawn(UNKNOWN).limits
    assert aggregate.why_not == ""
    assert (one_percent.limit, one_percent.left, one_percent.levels) == (None, None, ())
    assert one_percent.why_not == "the county's assessment ratios are not known (season.toml)"
    assert one_percent.counted is not None, "what counts is known all the same"


def test_a_levy_that_waits():
    aggregate = drawn(WAITING).limits[0]
    assert aggregate.rates["LIB"] is None
    assert (aggregate.counted, aggregate.left, aggregate.stack) == (None, None, None)
    assert aggregate.limit == D("5.90")
    assert aggregate.why_not == "waits for CITY and LIB"


def test_an_area_without_value_is_not_tested():
    dead = replace(SEASON, area_levies=(*SEASON.area_levies, AreaLevy("DEAD", "BOND")))
    assert drawn(dead).tested
    limits = drawn(dead, "DEAD")
    assert not limits.tested
    assert limits.limits[0].counted == D("0.404"), "its levies count all the same"
    nothing = AreaValues("DEAD", D(0), *[D(0)] * 4)
    assert not drawn(replace(dead, values=(*dead.values, nothing)), "DEAD").tested


def test_an_area_of_which_no_levy_counts():
    elsewhere = tuple(row for row in SEASON.area_levies if row.area != "DEAD")
    season = replace(SEASON, area_levies=(*elsewhere, AreaLevy("DEAD", "BOND")))
    aggregate = drawn(season, "DEAD").limits[0]
    assert (aggregate.rates, aggregate.counted, aggregate.levels) == ({}, 0, ())
    assert aggregate.left == D("5.90")
    assert aggregate.stack is not None


def test_what_a_senior_pays():
    assert drawn(SEASON).senior_pays == {"CITY", "FIRE", "LIB", "COUNTY", "VETS", "STATE"}


def test_a_county_above_1_80_is_cut_before_level_1():
    limits = replace(
        SEASON,
        levies=tuple(
            replace(row, statutory_rate=D("2.5")) if row.levy == "COUNTY" else row
            for row in SEASON.levies
        ),
        limits=tuple(
            replace(row, highest_lawful_levy=D(2000)) if row.levy == "COUNTY" else row
            for row in SEASON.limits
        ),
        requests=tuple(
            replace(row, certified_amount=D(2000)) if row.levy == "COUNTY" else row
            for row in SEASON.requests
        ),
    )
    last = drawn(limits).limits[0].levels[-1]
    assert last.name == "Cut before level 1"
    assert last.rates[0].component == "county rest"


def test_a_levy_that_waits_is_told_before_the_ratios():
    waiting = without("requests", "LIB", UNKNOWN)
    assert drawn(waiting).limits[1].why_not == "waits for CITY and LIB"


def test_an_area_tells_the_losses_of_its_own_levies_alone():
    assert drawn(CROWDED, "DEAD").limits[0].lost == ()
    assert [levy for levy, _ in drawn(POOR, "DEAD").limits[1].lost] == ["LIB"]


def test_a_library_above_50_cents_is_cut_before_level_1():
    season = changed("limits", "LIB", highest_lawful_levy=D(600))
    season = changed("requests", "LIB", season, certified_amount=D(600))
    season = changed("levies", "LIB", season, statutory_rate=D(1))
    assert [level.name for level in drawn(season).limits[0].levels][-1] == "Cut before level 1"


def test_the_lowest_level_of_the_form_has_its_number():
    season = replace(
        SEASON,
        districts=tuple(
            replace(row, kind=DistrictKind.CULTURAL_ACCESS) if row.district == "LIB" else row
            for row in SEASON.districts
        ),
    )
    assert [level.name for level in drawn(season).limits[0].levels][-1] == "Level 1"


def test_the_limits_of_a_season_that_is_not_computed_are_taken_to_be_tested():
    assert AreaLimits(()) == AreaLimits((), tested=True, senior_pays=frozenset())

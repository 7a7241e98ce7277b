from dataclasses import replace
from decimal import Decimal as D

from levy.kinds import AreaStatus, DistrictKind
from levy.kinds import Binding as B
from levy.law.season import Area, AreaLevy, AreaValues, SeasonResult
from levy.law.washington.season import calculate
from levy.params.washington import law
from tests.law.reevaluation import assert_explained
from tests.law.washington.small_season import SEASON, changed

LAW = law(2025)
# A city that is not annexed takes its whole 3.60: with county 1.00, fire 1.01 and library 0.404
# the area would pay 6.014.
CROWDED = changed("limits", "CITY", highest_lawful_levy=D(9000), statutory_less=())
# At a ratio of 200 % one percent of market value is 5.00 of assessed value.
POOR = replace(SEASON, facts=replace(SEASON.facts, real_ratio=D(200), personal_ratio=D(100)))


def rates(result: SeasonResult) -> dict[str, D | None]:
    return {levy.levy: levy.rate for levy in result.levies}


def test_the_junior_district_gives_way_to_the_aggregate_limit():
    # County and city 4.60, first 0.50 of fire and the library 0.904: 0.396 of 0.51 is left.
    before, after = rates(calculate(SEASON, LAW)), calculate(CROWDED, LAW)
    assert rates(after) == before | {"CITY": D("3.6000000000"), "FIRE": D("0.8960000000")}
    fire = next(levy for levy in after.levies if levy.levy == "FIRE")
    assert (fire.amount, fire.tax, fire.binding) == (D("896.00"), D("896.00"), B.AGGREGATE)
    assert after.areas[0].aggregate_590 == D("5.9")


def test_the_one_percent_limit_cuts_a_level_in_proportion():
    # State 1.474, county and city 3.02: 0.506 is left for 0.50 of fire and 0.404 of the library.
    before, after = rates(calculate(SEASON, LAW)), calculate(POOR, LAW)
    assert rates(after) == before | {"FIRE": D("0.2798672566"), "LIB": D("0.2261327433")}
    assert {levy.binding for levy in after.levies if levy.levy in {"FIRE", "LIB"}} == {
        B.ONE_PERCENT
    }
    assert after.areas[0].one_percent == D("4.9999999999"), "what stands beyond is dropped"


def test_a_levy_that_gives_way_explains_its_rate_and_its_tax():
    for season in (CROWDED, POOR):
        for levy in calculate(season, LAW).levies:
            assert_explained(levy.worksheet)
    fire = calculate(CROWDED, LAW).levies[1]
    assert fire.worksheet.known("rate") == D("1.0100000000"), "its rate before the limit"
    assert fire.worksheet.line("rate_left").source == "$5.90 limit"
    assert fire.worksheet.known("tax") == fire.tax


def test_what_next_year_starts_from_is_not_cut():
    before, after = calculate(SEASON, LAW).levies[1], calculate(CROWDED, LAW).levies[1]
    assert after.next_highest_lawful_levy == before.next_highest_lawful_levy == D("1010.00")


def test_the_loss_is_told_with_its_area_its_level_and_who_comes_before():
    told = {n.subject: n.sentence for n in calculate(CROWDED, LAW).notices if n.code == "prorated"}
    assert told == {
        "FIRE": "0.114000000000 of its rate (fire rest) is lost to the $5.90 limit in area N, at "
        "level 6; before it come CITY, COUNTY, VETS, LIB."
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
            "Look at the county, road and city rates.",
        )
    ]
    assert rates(result)["LIB"] == 0, "nothing is left for a junior district"


def test_a_dead_area_decides_nothing():
    # The city's own area is elsewhere; only DEAD pays all that adds up to 6.014.
    elsewhere = AreaValues("M", D(1_000_000), *[D(0)] * 4)
    apart = replace(
        CROWDED,
        areas=(*CROWDED.areas, Area("M", "Elsewhere", AreaStatus.ACTIVE)),
        values=(*CROWDED.values, elsewhere),
        area_levies=(
            *(row for row in CROWDED.area_levies if row.levy != "CITY"),
            AreaLevy("M", "CITY"),
            *(AreaLevy("DEAD", code) for code in ("CITY", "FIRE", "COUNTY", "VETS")),
        ),
    )
    result = calculate(apart, LAW)
    assert result.areas[1].aggregate_590 == D("6.014")
    assert rates(result)["FIRE"] == D("1.0100000000")


def test_unknown_ratios_leave_the_one_percent_limit_untested():
    assert rates(calculate(SEASON, LAW)) == rates(
        calculate(replace(POOR, facts=replace(POOR.facts, personal_ratio=None)), LAW)
    )

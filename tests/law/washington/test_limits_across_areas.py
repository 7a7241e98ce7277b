from dataclasses import replace
from decimal import Decimal as D

import pytest

from levy.kinds import AreaStatus
from levy.kinds import Binding as B
from levy.law.season import Area, AreaLevy, AreaValues, BuyDown, Protection, SeasonResult
from levy.law.washington.limits_across_areas import limits_across_areas
from levy.law.washington.season import calculate
from levy.law.washington.season_figures import SeasonFigures
from levy.params.washington import law
from tests.law.washington.crowded_season import CROWDED, POOR
from tests.law.washington.small_season import SEASON, changed, without

LAW = law(2025)


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
    assert after.areas[0].one_percent == D("4.9999999999"), "further decimals are dropped"


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


@pytest.mark.parametrize("unknown", ["real_ratio", "personal_ratio"])
def test_an_unknown_ratio_leaves_the_one_percent_limit_untested(unknown):
    assert rates(calculate(SEASON, LAW)) == rates(
        calculate(replace(POOR, facts=replace(POOR.facts, **{unknown: None})), LAW)
    )


def fire_of(season) -> tuple[D | None, B, D | None]:
    """Return what decides in these tests: the fire district's rate, why, and N's $5.90 sum."""
    result = calculate(season, LAW)
    fire = next(levy for levy in result.levies if levy.levy == "FIRE")
    return fire.rate, fire.binding, result.areas[0].aggregate_590


def test_a_correction_above_the_statutory_maximum_is_outside_the_aggregate_limit():
    # Fire: 1.50 and 0.10 of an error that the county made.  After county and city 4.60, its first
    # 0.50 and the library 0.404, 0.396 of the next 1.00 are left.
    season = replace(
        CROWDED,
        requests=tuple(
            replace(row, under_levied=D(100), error_year=2024, error_by_district=False)
            if row.levy == "FIRE"
            else row
            for row in CROWDED.requests
        ),
        limits=tuple(
            replace(row, highest_lawful_levy=D(9000)) if row.levy == "FIRE" else row
            for row in CROWDED.limits
        ),
    )
    assert fire_of(season) == (D("0.9960000000"), B.AGGREGATE, D("5.9"))


# fmt: off
PROTECTED = [
    # protects    rate            bound by       because: without it 0.114 of 1.01 is lost
    ("0.25",      "1.0100000000", B.LIMIT,       "the whole loss is levied outside the limit"),
    ("0.114",     "1.0100000000", B.LIMIT,       "exactly the loss"),
    ("0.1",       "0.9960000000", B.AGGREGATE,   "a part is protected, the rest is lost"),
    ("0",         "0.8960000000", B.AGGREGATE,   "nothing is protected"),
]
# fmt: on


@pytest.mark.parametrize("protects, rate, bound, because", PROTECTED)
def test_what_is_protected_is_not_lost(protects, rate, bound, because):
    season = replace(CROWDED, protections=(Protection("FIRE", D(protects)),))
    assert fire_of(season) == (D(rate), bound, D("5.9")), because


def test_a_protection_costs_nobody_and_counts_only_where_something_is_lost():
    protections = (Protection("FIRE", D("0.25")),)
    for season, differs in ((SEASON, {}), (CROWDED, {"FIRE": D("1.0100000000")})):
        before = rates(calculate(season, LAW))
        after = rates(calculate(replace(season, protections=protections), LAW))
        assert after == before | differs


# fmt: off
SOLD = [
    # seller   rate              city's rate       fire's rate      because
    ("CITY",   "0.114",          "3.4860000000",   "1.0100000000",  "what fire had lost is sold to it"),
    ("CITY",   "0.05",           "3.5500000000",   "0.9460000000",  "a part of it"),
    ("CITY",   "0.2",            "3.4000000000",   "1.0100000000",  "more than it can use: the rest stays free"),
    ("CITY",   "0.05000000004",  "3.5500000000",   "0.9460000000",  "an agreement is as fine as a certified rate"),
    ("CITY",   "0.05000000005",  "3.5499999999",   "0.9460000001",  "half up"),
    ("CITY",   "3.6",            "0.0000000000",   "1.0100000000",  "its whole rate"),
]
# fmt: on


@pytest.mark.parametrize("seller, sold, city, fire, because", SOLD)
def test_an_agreement_leaves_room(seller, sold, city, fire, because):
    season = replace(CROWDED, buy_downs=(BuyDown(seller, "FIRE", D(sold)),))
    before, after = rates(calculate(CROWDED, LAW)), rates(calculate(season, LAW))
    assert after == before | {"CITY": D(city), "FIRE": D(fire)}, because


def test_agreements_add_up():
    agreements = (BuyDown("CITY", "FIRE", D("0.1")), BuyDown("CITY", "LIB", D("0.01")))
    after = rates(calculate(replace(CROWDED, buy_downs=agreements), LAW))
    assert (after["CITY"], after["FIRE"]) == (D("3.49"), D("1.006"))


# fmt: off
REFUSED = [
    # the season                    agreement                          because
    (CROWDED,                       BuyDown("BOND", "FIRE", D(1)),     "no limit counts a bond"),
    (CROWDED,                       BuyDown("CITY", "NEXT", D(1)),     "nor another county's"),
    (CROWDED,                       BuyDown("STATE", "FIRE", D(1)),    "the state takes no part"),
    (CROWDED,                       BuyDown("CITY", "FIRE", D(4)),     "it levies 3.60"),
    (without("requests", "FIRE"),   BuyDown("FIRE", "LIB", D("0.1")),  "the seller is not computed yet"),
]
# fmt: on


@pytest.mark.parametrize("season, agreement, because", REFUSED)
def test_an_agreement_that_cannot_be_carried_out_changes_nothing_and_is_told(
    season, agreement, because
):
    good = BuyDown("COUNTY", "LIB", D("0.1"))
    one = calculate(replace(season, buy_downs=(good,)), LAW)
    both = calculate(replace(season, buy_downs=(agreement, good)), LAW)
    assert both.levies == one.levies, because
    told = [(n.subject, n.sentence) for n in both.notices if n.code == "buy_down_refused"]
    assert [subject for subject, _ in told] == [agreement.seller]
    assert told[0][1].startswith(f"The agreement that {agreement.seller} levies ")


def test_an_area_whose_value_is_nothing_decides_nothing():
    # N pays everything but the city, which is the only levy in M; ZERO would pay 6.014.
    nothing = AreaValues("ZERO", *[D(0)] * 6)
    elsewhere = AreaValues("M", D(1_000_000), *[D(0)] * 4)
    apart = replace(
        CROWDED,
        areas=(*CROWDED.areas, *(Area(code, code, AreaStatus.ACTIVE) for code in ("M", "ZERO"))),
        values=(*CROWDED.values, elsewhere, nothing),
        area_levies=(
            *(row for row in CROWDED.area_levies if row.levy != "CITY"),
            AreaLevy("M", "CITY"),
            *(AreaLevy("ZERO", code) for code in ("CITY", "FIRE", "LIB", "COUNTY", "VETS")),
        ),
    )
    assert rates(calculate(apart, LAW))["FIRE"] == D("1.0100000000")


def test_what_a_correction_lifts_above_the_maximum_gives_way_first():
    # The library levies its 0.50 and, for an error of 2024 that it did not make, 100.00 more.
    lifted = changed("limits", "LIB", highest_lawful_levy=D(9000))
    lifted = replace(
        lifted,
        facts=replace(POOR.facts, real_ratio=D(172), personal_ratio=D(100)),
        requests=tuple(
            replace(
                row,
                certified_amount=D(600),
                under_levied=D(100),
                error_year=2024,
                error_by_district=False,
            )
            if row.levy == "LIB"
            else row
            for row in lifted.requests
        ),
    )
    before = calculate(replace(lifted, facts=SEASON.facts), LAW)
    assert rates(before)["LIB"] == D("0.6000000000"), "above its maximum, as the 2023 law allows"
    # 1.474, 1.00, 1.99, 1.01 and 0.60 are 6.074, and 1 % is 5.8139…: 0.2600… is too much.
    after = calculate(lifted, LAW)
    told = {n.subject: n.sentence for n in after.notices if n.code == "prorated"}
    assert set(told) == {"LIB", "FIRE"}
    assert told["LIB"].startswith("0.100000000000 of its rate (levy error) is lost to the 1 % ")
    assert told["FIRE"].startswith("0.160046511628 of its rate (fire rest) is lost to the 1 % ")
    assert rates(after)["LIB"] == D("0.5000000000"), "exactly the error"


# fmt: off
ERRORS = [
    # request of a fire district at its maximum of 1.50            error in its rate   because
    ({"under_levied": D(100)},                                     "0.1",              "the correction is above the maximum"),
    ({"shift_to": D(50)},                                          "0",                "what was shifted to it is no error"),
    ({"under_levied": D(100), "shift_from": D(300)},               "0",                "shifted away until the rate is below its maximum"),
]
# fmt: on


@pytest.mark.parametrize("differs, error, because", ERRORS)
def test_the_error_in_a_rate_is_what_a_correction_lifts_above_the_maximum(differs, error, because):
    season = changed("limits", "FIRE", highest_lawful_levy=D(9000))
    season = changed(
        "requests", "FIRE", season, error_year=2024, error_by_district=False, **differs
    )
    result = calculate(season, LAW)
    figures = SeasonFigures(season)
    limits = limits_across_areas(figures, {row.levy: row for row in result.levies}, LAW.limits)
    pieces = limits.proration.aggregate.rates
    fire = sum(rate for piece, rate in pieces.items() if piece.levy == "FIRE")
    rate = next(row.rate for row in result.levies if row.levy == "FIRE")
    assert rate - fire == D(error), because

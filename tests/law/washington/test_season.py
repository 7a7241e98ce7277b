from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.errors import LevyCircle
from levy.kinds import Binding as B
from levy.kinds import LevyStatus, MeasureKind, Outcome
from levy.law.season import AreaLevy, AreaValues, LevyValues, Measure, ReceivedRate
from levy.law.washington.season import calculate
from levy.params.washington import law
from tests.law.reevaluation import assert_explained
from tests.law.washington.small_season import SEASON, changed, without

LAW = law(2025)
FIRE_LIFT = Measure(
    "LIFT", "FIRE", MeasureKind.LID_LIFT_SINGLE_YEAR, Outcome.PASSED,
    first_year=2025, last_year=2030, rate=D("1.25"),
)  # fmt: skip


def results(season=SEASON):
    return {result.levy: result for result in calculate(season, LAW).levies}


# fmt: off
CASES = [
    # levy      amount          rate                tax             bound by       because
    ("LIB",     D("404.00"),    D("0.4040000000"),  D("404.00"),    B.CERTIFIED,   "asked for its limit of 404.00"),
    ("FIRE",    D("1010.00"),   D("1.0100000000"),  D("1010.00"),   B.LIMIT,       "asked for more than its limit"),
    ("CITY",    D("2020.00"),   D("2.0200000000"),  D("2020.00"),   B.LIMIT,       "below 3.60 - 1.01 - 0.404"),
    ("COUNTY",  D("988.75"),    D("0.9887500000"),  D("988.75"),    B.CERTIFIED,   "1,000.00 less what is for veterans"),
    ("VETS",    D("11.25"),     D("0.0112500000"),  D("11.25"),     B.RECEIVED,    "0.01125 on a million"),
    ("SCHOOL",  D("1800.00"),   D("2.0000000000"),  D("1800.00"),   B.CERTIFIED,   "on 900,000: seniors are exempt"),
    ("BOND",    D("450.00"),    D("0.5000000000"),  D("450.00"),    B.CERTIFIED,   "a bond levies its request"),
    ("NEXT",    None,           D("1.7118324546"),  D("1540.65"),   B.RECEIVED,    "the whole amount is known next door"),
    ("STATE",   D("1474.00"),   D("1.4740000000"),  D("1474.00"),   B.RECEIVED,    "an amount from the state"),
]
# fmt: on


@pytest.mark.parametrize("levy, amount, rate, tax, bound, because", CASES)
def test_a_levy_of_the_season(levy, amount, rate, tax, bound, because):
    result = results()[levy]
    assert (result.amount, result.rate, result.tax) == (amount, rate, tax), because
    assert result.binding is bound, because
    assert result.missing == ""
    assert_explained(result.worksheet)


def test_results_stand_in_the_order_of_the_levies_without_the_retired():
    assert list(results()) == [levy.levy for levy in SEASON.levies if levy.levy != "OLD"]


def test_the_areas_are_added_up():
    north, dead = calculate(SEASON, LAW).areas
    # 0.404 + 1.01 + 2.02 + 0.98875 + 0.01125 + 2 + 0.5 + 1.7118324546 + 1.474
    assert north.total_rate == D("10.1198324546")
    # without school and bonds
    assert north.senior_rate == D("5.9080000000")
    assert north.aggregate_590 == D("4.434")
    assert north.one_percent == D("5.908")
    # 5,908 on the million, 4.2118324546 on 900,000
    assert north.tax == D("9698.65")
    assert (dead.total_rate, dead.tax) == (D("0.404"), None)


def test_an_earmark_is_outside_no_limit():
    north = calculate(SEASON, LAW).areas[0]
    assert north.aggregate_590 == sum(
        results()[code].rate for code in ("CITY", "FIRE", "LIB", "COUNTY", "VETS")
    )


def test_the_city_gets_what_others_leave():
    # Fire takes its whole 1.50, the library 0.404: 3.60 - 1.904 = 1.696 are left.
    lifted = changed("limits", "FIRE", highest_lawful_levy=D("9000.00"))
    city = results(lifted)["CITY"]
    assert city.worksheet.number("less_FIRE") == D("1.5"), (
        "the maximum itself, not amount over value"
    )
    assert (city.amount, city.rate, city.binding) == (D("1696.00"), D("1.6960000000"), B.STATUTORY)


def test_a_rate_from_elsewhere_lowers_a_maximum_with_its_own_digits():
    season = changed("limits", "CITY", statutory_less=("NEXT",))
    assert results(season)["CITY"].worksheet.number("less_NEXT") == D("1.711832454575")


def test_an_amount_from_elsewhere_lowers_a_maximum():
    season = changed("limits", "CITY", statutory_less=("STATE",))
    assert results(season)["CITY"].worksheet.number("maximum_rate") == D("2.126")


def test_bonds_and_schools_lower_a_maximum():
    season = changed("limits", "CITY", statutory_less=("BOND", "SCHOOL"))
    assert results(season)["CITY"].worksheet.number("maximum_rate") == D("1.1")


def test_an_enrichment_levy_at_its_rate_is_certified_at_it():
    season = changed("requests", "SCHOOL", certified_amount=D("2250.01"))
    school = results(season)["SCHOOL"]
    assert (school.amount, school.rate) == (D("2250.00"), D("2.5000000000"))
    assert school.binding is B.STATUTORY


def test_a_per_pupil_maximum_binds():
    season = changed("enrichment", "SCHOOL", per_pupil_maximum=D("900.00"))
    school = results(season)["SCHOOL"]
    assert (school.amount, school.rate, school.binding) == (D(900), D("1.0000000000"), B.LIMIT)


def test_a_lifted_levy_tells_next_years_rate():
    fire = results(replace(SEASON, measures=(FIRE_LIFT,)))["FIRE"]
    assert (fire.amount, fire.rate, fire.next_rate) == (D("1250.00"), D("1.25"), D("1.25"))


def test_the_uncapped_rate_is_that_of_the_request():
    assert results()["FIRE"].uncapped_rate == D("9.9990000000")
    assert results()["SCHOOL"].uncapped_rate == D("2.0000000000")
    assert results()["STATE"].uncapped_rate is None


# fmt: off
MISSING = [
    # the season                                             levy      waits for
    (without("limits", "FIRE"),                              "FIRE",   "its row in limits.csv"),
    (without("requests", "FIRE"),                            "FIRE",   "the amount that the district certifies (requests.csv)"),
    (changed("requests", "FIRE", certified_amount=None),     "FIRE",   "the amount that the district certifies (requests.csv)"),
    (without("requests", "BOND"),                            "BOND",   "the amount that the district certifies (requests.csv)"),
    (without("requests", "SCHOOL"),                          "SCHOOL", "the amount that the district certifies (requests.csv)"),
    (changed("received", "NEXT", rate=None),                 "NEXT",   "its rate or amount (received_rates.csv)"),
    (without("received", "NEXT"),                            "NEXT",   "the amount that the district certifies (requests.csv)"),
    (without("received", "VETS"),                            "COUNTY", "the rate set aside for VETS (received_rates.csv)"),
    (changed("received", "VETS", rate=None),                 "COUNTY", "the rate set aside for VETS (received_rates.csv)"),
    (without("received", "VETS"),                            "VETS",   "COUNTY, which is not computed yet"),
    (replace(SEASON, received=(*SEASON.received, ReceivedRate("COUNTY", rate=D(1)))),
                                                             "COUNTY", "its amount, of which VETS is set aside"),
    (changed("levies", "NEXT", part_of="VETS"),              "NEXT",   "an amount of VETS that is not itself set aside"),
    (changed("levies", "VETS", part_of="NOBODY"),            "VETS",   "NOBODY, which is not computed yet"),
    (replace(SEASON, values=()),                             "BOND",   "a value in one of its areas"),
    (changed("limits", "CITY", statutory_less=("NOBODY",)),  "CITY",   "the rate of NOBODY, which is not computed yet"),
    (changed("limits", "CITY", statutory_less=("OLD",)),     "CITY",   "the rate of OLD, which is not computed yet"),
    (without("requests", "LIB"),                             "CITY",   "the rate of LIB, which is not computed yet"),
]
# fmt: on


@pytest.mark.parametrize("season, levy, missing", MISSING)
def test_a_levy_says_what_it_waits_for(season, levy, missing):
    result = results(season)[levy]
    assert (result.missing, result.binding) == (missing, B.NONE)
    assert (result.amount, result.rate, result.tax) == (None, None, None)
    shown = result.worksheet is not None
    assert shown == ("the district certifies" in missing), "as far as it does not follow from that"


def test_every_levy_of_a_chain_waits_for_the_one_before_it():
    season = without("requests", "LIB")
    waits = {"COUNTY": ("CITY",)}
    season = replace(
        season,
        limits=tuple(
            replace(row, statutory_less=waits.get(row.levy, row.statutory_less))
            for row in season.limits
        ),
    )
    waiting = {code: row.missing for code, row in results(season).items() if row.missing}
    assert waiting == {
        "LIB": "the amount that the district certifies (requests.csv)",
        "CITY": "the rate of LIB, which is not computed yet",
        "COUNTY": "the rate of CITY, which is not computed yet",
        "VETS": "COUNTY, which is not computed yet",
    }


def test_not_yet_certified_is_never_zero():
    north = calculate(without("requests", "LIB"), LAW).areas[0]
    assert (north.total_rate, north.tax) == (None, None)
    zero = results(changed("requests", "LIB", certified_amount=D(0)))
    assert (zero["LIB"].rate, zero["LIB"].binding) == (D("0E-10"), B.CERTIFIED)


def test_a_correction_waits_with_its_levy():
    season = changed("requests", "FIRE", certified_amount=None, under_levied=D(5))
    assert results(season)["FIRE"].missing
    assert "correction_not_levied" not in {row.code for row in calculate(season, LAW).notices}


def test_nothing_else_waits():
    computed = results(without("requests", "LIB"))
    assert {code for code, result in computed.items() if result.missing} == {"LIB", "CITY"}


def test_levies_that_wait_for_each_other_are_named():
    season = changed("limits", "FIRE", statutory_less=("CITY",))
    with pytest.raises(LevyCircle, match="wait for each other"):
        calculate(season, LAW)


def test_a_retired_part_is_not_set_aside():
    season = changed("levies", "VETS", status=LevyStatus.RETIRED)
    assert results(season)["COUNTY"].amount == D("1000.00")
    assert "VETS" not in results(season)


def test_a_district_without_value():
    values = (replace(SEASON.values[0], regular=D(0), senior=D(0)),)
    computed = results(replace(SEASON, values=values))
    assert (computed["BOND"].rate, computed["BOND"].uncapped_rate) == (D("0E-10"), D("0E-10"))
    assert (computed["LIB"].amount, computed["LIB"].tax) == (D("0.00"), D("0.00"))


# fmt: off
NO_VALUE = [
    # levy       its season                                                       because
    ("FIRE",     changed("limits", "FIRE", highest_lawful_levy=D(9000)),          "a levy at its statutory maximum"),
    ("FIRE",     replace(SEASON, measures=(FIRE_LIFT,)),                          "a levy at the rate that was voted"),
    ("SCHOOL",   changed("requests", "SCHOOL", certified_amount=D(9000)),         "a school at the rate of the law"),
    ("BOND",     SEASON,                                                          "a bond"),
]
# fmt: on


@pytest.mark.parametrize("code, season, because", NO_VALUE)
def test_a_district_without_value_is_at_no_maximum_rate(code, season, because):
    values = (replace(SEASON.values[0], regular=D(0), senior=D(0)),)
    result = results(replace(season, values=values))[code]
    assert (result.rate, result.tax) == (D("0E-10"), D("0.00")), because
    assert_explained(result.worksheet)


def test_a_district_without_value_takes_nothing_of_a_citys_maximum():
    # The fire district's one area is elsewhere, and empty.
    elsewhere = AreaValues("DEAD", *[D(0)] * 5)
    season = replace(
        changed("limits", "FIRE", highest_lawful_levy=D(9000)),
        values=(*SEASON.values, elsewhere),
        area_levies=(
            *(row for row in SEASON.area_levies if row.levy != "FIRE"),
            AreaLevy("DEAD", "FIRE"),
        ),
    )
    assert results(season)["CITY"].worksheet.number("maximum_rate") == D("3.196")


def test_a_levy_at_its_maximum_leaves_a_city_what_its_rate_leaves():
    # 1.5 on 1,000,001 are 1,500.00: over the value again that would be 1.499998500002.
    season = replace(
        changed("limits", "FIRE", highest_lawful_levy=D(9000)),
        values=(replace(SEASON.values[0], regular=D(1_000_001)),),
    )
    assert results(season)["CITY"].worksheet.number("less_FIRE") == D("1.5")


# fmt: off
FROM = [
    ("the assessor of Franklin County",  "the assessor of Franklin County",  "it says where it came from"),
    (None,                               "received_rates.csv",               "it says nothing: the file"),
]
# fmt: on


@pytest.mark.parametrize("source, shown, because", FROM)
def test_where_an_amount_that_was_received_came_from(source, shown, because):
    sheet = results(changed("received", "STATE", source=source))["STATE"].worksheet
    amount = next(line for line in sheet.lines if line.label == "Amount decided elsewhere")
    assert amount.source == shown, because


def test_more_is_set_aside_than_the_levy():
    season = changed("received", "VETS", rate=D("1.00001"))
    county = results(season)["COUNTY"]
    assert (county.rate, county.missing) == (
        None,
        "lower rates set aside for VETS (received_rates.csv): they come to $1,000.01, more than "
        "the levy of $1,000.00",
    )
    assert results(changed("received", "VETS", rate=D(1)))["COUNTY"].amount == 0


# fmt: off
LIFTED = [
    # voted    certified       rate of next year   because
    ("1.50",   "99999.99",     "1.50",             "at the statutory rate: the rate itself, not cents over the value"),
    ("1.25",   "99999.99",     "1.25",             "at the rate that was voted"),
    ("1.50",   "1000.00",      "0.333333000000",   "at the amount certified"),
]
# fmt: on


@pytest.mark.parametrize("voted, certified, next_rate, because", LIFTED)
def test_a_lifted_levy_carries_its_rate_to_next_year(voted, certified, next_rate, because):
    values = (replace(SEASON.values[0], regular=D(3_000_003)),)
    season = changed("requests", "FIRE", certified_amount=D(certified))
    season = replace(season, values=values, measures=(replace(FIRE_LIFT, rate=D(voted)),))
    fire = results(season)["FIRE"]
    assert fire.next_rate == D(next_rate), because


def test_progress_is_told_levy_by_levy():
    seen = []
    calculate(SEASON, LAW, lambda done, total: seen.append((done, total)))
    assert seen == [(done, 9) for done in range(1, 10)]


def test_the_same_season_gives_the_same_result():
    assert calculate(SEASON, LAW) == calculate(SEASON, LAW)


AMOUNTS = st.integers(0, 500_000).map(lambda cents: D(cents).scaleb(-2))


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_the_city_and_those_that_it_waits_for_never_pass_the_citys_rate(fire, lib, city, highest):
    season = SEASON
    for code, amount in (("FIRE", fire), ("LIB", lib), ("CITY", city)):
        season = replace(
            season,
            requests=tuple(
                replace(row, certified_amount=amount) if row.levy == code else row
                for row in season.requests
            ),
            limits=tuple(
                replace(row, highest_lawful_levy=highest, last_levy=highest)
                if row.levy == code
                else row
                for row in season.limits
            ),
        )
    computed = results(season)
    together = sum(computed[code].rate for code in ("FIRE", "LIB", "CITY"))
    # Fire and library are rounded to the nearest tenth decimal; the city is never above its own.
    assert together <= D("3.60") + 2 * D("0.5E-10")
    for result in computed.values():
        assert_explained(result.worksheet)


# fmt: off
BLANK_FACTORS = [
    # people   inflation     factor       missing                                             because
    (9_999,    None,         D("1.01"),   "",                                                 "a small district needs no inflation"),
    (10_000,   D("0.004"),   D("1.004"),  "",                                                 "inflation below the cap"),
    (10_000,   None,         None,        "the inflation of the year (season.toml)",          "inflation is not known"),
    (None,     D("0.004"),   None,        "the district's population (districts.csv)",        "the population is not known"),
]
# fmt: on


@pytest.mark.parametrize("people, inflation, factor, missing, because", BLANK_FACTORS)
def test_a_blank_factor_is_the_laws(people, inflation, factor, missing, because):
    season = changed("limits", "LIB", limit_factor=None)
    districts = tuple(replace(row, population=people) for row in season.districts)
    season = replace(season, districts=districts, facts=replace(season.facts, inflation=inflation))
    library = results(season)["LIB"]
    if missing:
        assert library.missing == f"its limit factor (limits.csv), or {missing}", because
    else:
        assert library.worksheet.number("limit_factor") == factor, because
        assert_explained(library.worksheet)


def test_banked_capacity_is_named_twice():
    # The library may levy 404.00 and asks for 300.00, of which 4.00 are refunds.
    season = changed("requests", "LIB", certified_amount=D(300), refund=D(4))
    sheet = results(season)["LIB"].worksheet
    assert (sheet.number("banked"), sheet.number("banked_reported")) == (D(108), D(104))


def test_a_part_of_a_joint_levy_is_set_aside_from_the_whole_value():
    # The county levies over two counties' values: 0.01125 on three millions, a third of it here.
    joint = tuple(
        LevyValues(code, county, D(value))
        for code in ("COUNTY", "VETS")
        for county, value in (("Here", 1_000_000), ("There", 2_000_000))
    )
    veterans = results(replace(SEASON, levy_values=joint))["VETS"]
    assert (veterans.base, veterans.county_base) == (D(3_000_000), D(1_000_000))
    assert (veterans.amount, veterans.rate) == (D("33.75"), D("0.0112500000"))
    assert veterans.tax == D("11.25")


def test_more_cannot_be_annexed_than_there_is():
    city = results(changed("limits", "CITY", annexed_value=D(1_000_001)))["CITY"]
    assert city.missing == "an annexed value (limits.csv) of at most its value of $1,000,000"
    whole = results(changed("limits", "CITY", annexed_value=D(1_000_000)))["CITY"]
    assert whole.missing == "", "a district that is annexed whole keeps its levy"

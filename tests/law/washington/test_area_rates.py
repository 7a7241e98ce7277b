from decimal import Decimal as D

import pytest

from levy.kinds import Base, DistrictKind, LevyKind
from levy.law.season import AreaResult, AreaValues, District, Levy
from levy.law.washington.area_rates import area_result, in_aggregate, in_one_percent

# fmt: off
COUNTED = [
    # district                 levy kind                   $5.90   1 %    because
    (DistrictKind.COUNTY,      LevyKind.REGULAR,           True,   True,  "a senior district"),
    (DistrictKind.ROAD,        LevyKind.REGULAR,           True,   True,  "a senior district"),
    (DistrictKind.CITY,        LevyKind.REGULAR,           True,   True,  "a senior district"),
    (DistrictKind.FIRE,        LevyKind.REGULAR,           True,   True,  "a junior district"),
    (DistrictKind.FIRE,        LevyKind.LID_LIFT,          True,   True,  "a lifted levy counts as well"),
    (DistrictKind.FIRE,        LevyKind.EMS,               False,  True,  "emergency medical care, of a fire district"),
    (DistrictKind.EMS,         LevyKind.EMS,               False,  True,  "and of its own district"),
    (DistrictKind.FIRE,        LevyKind.BOND,              False,  False, "voted above the limits"),
    (DistrictKind.FIRE,        LevyKind.NON_VOTED_BOND,    False,  False, "the county's workbooks leave it out"),
    (DistrictKind.PORT,        LevyKind.REGULAR,           False,  False, "ports stand outside both"),
    (DistrictKind.PUD,         LevyKind.REGULAR,           False,  False, "so do utility districts"),
    (DistrictKind.STATE,       LevyKind.STATE_1,           False,  True,  "the state, part 1"),
    (DistrictKind.STATE,       LevyKind.STATE_2,           False,  True,  "the state, part 2"),
    (DistrictKind.SCHOOL,      LevyKind.ENRICHMENT,        False,  False, "voted above the limits"),
    (DistrictKind.FERRY,       LevyKind.REGULAR,           False,  True,  "outside $5.90 only"),
    (DistrictKind.TRANSIT,     LevyKind.REGULAR,           False,  True,  "outside $5.90 only"),
    (DistrictKind.RTA,         LevyKind.REGULAR,           False,  True,  "outside $5.90 only"),
    (DistrictKind.HOSPITAL,    LevyKind.REGULAR,           True,   True,  "a junior district"),
]
# fmt: on


@pytest.mark.parametrize("district, kind, aggregate, one_percent, because", COUNTED)
def test_what_the_limits_count(district, kind, aggregate, one_percent, because):
    levy, owner = Levy("L", "D", "", kind, Base.REGULAR), District("D", "", district)
    assert in_aggregate(levy, owner) is aggregate, because
    assert in_one_percent(levy, owner) is one_percent, because


DISTRICTS = {
    kind.value: District(kind.value, "", kind)
    for kind in (DistrictKind.COUNTY, DistrictKind.PORT, DistrictKind.SCHOOL, DistrictKind.STATE)
}
COUNTY = Levy("COUNTY", "county", "", LevyKind.REGULAR, Base.REGULAR)
PORT = Levy("PORT", "port", "", LevyKind.REGULAR, Base.REGULAR)
SCHOOL = Levy("SCHOOL", "school", "", LevyKind.ENRICHMENT, Base.ENRICHMENT)
PART_1 = Levy("STATE", "state", "", LevyKind.STATE_1, Base.STATE_1)
PART_2 = Levy("STATE2", "state", "", LevyKind.STATE_2, Base.STATE_2)
ALL = (COUNTY, PORT, SCHOOL, PART_1, PART_2)
RATES = {
    "COUNTY": D("1.2"), "PORT": D("0.3"), "SCHOOL": D("2.4"), "STATE": D("1.5"), "STATE2": D("0.8"),
}  # fmt: skip
VALUES = AreaValues("A", regular=D(10_007), senior=D(1000), farm=D(7), timber_half=D(0))


def test_the_stack_of_an_area():
    # 10,007 x 1.5, 9,007 x 2.4, 10,000 x 1.5, 9,000 x 0.8: 15.0105 + 21.6168 + 15 + 7.2.
    assert area_result("A", ALL, RATES, DISTRICTS, VALUES) == AreaResult(
        "A",
        total_rate=D("6.2"),
        senior_rate=D("3.0"),
        aggregate_590=D("1.2"),
        one_percent=D("3.5"),
        tax=D("58.83"),
    )


# fmt: off
UNKNOWN = [
    # rate not known   totals that are not known                             because
    ("PORT",           {"total_rate", "senior_rate", "tax"},                 "it counts in neither limit"),
    ("SCHOOL",         {"total_rate", "tax"},                                "a senior does not pay it"),
    ("STATE",          {"total_rate", "senior_rate", "one_percent", "tax"},  "it counts against the 1 % limit"),
    ("COUNTY",         {"total_rate", "senior_rate", "aggregate_590", "one_percent", "tax"}, "it counts everywhere"),
]
# fmt: on


@pytest.mark.parametrize("levy, unknown, because", UNKNOWN)
def test_a_rate_that_is_not_known_is_never_zero(levy, unknown, because):
    result = area_result("A", ALL, RATES | {levy: None}, DISTRICTS, VALUES)
    totals = {"total_rate", "senior_rate", "aggregate_590", "one_percent", "tax"}
    assert {name for name in totals if getattr(result, name) is None} == unknown, because


def test_an_area_without_values_has_rates_and_no_tax():
    result = area_result("A", ALL, RATES, DISTRICTS, None)
    assert (result.total_rate, result.tax) == (D("6.2"), None)


def test_a_blank_value_leaves_the_tax_unknown():
    blank = AreaValues("A", regular=D(10_007))
    assert area_result("A", ALL, RATES, DISTRICTS, blank).tax is None
    assert area_result("A", (COUNTY, PORT), RATES, DISTRICTS, blank).tax == D("15.01")


def test_an_area_without_levies():
    assert area_result("A", (), {}, {}, VALUES) == AreaResult("A", D(0), D(0), D(0), D(0), D(0))

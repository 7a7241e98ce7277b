from decimal import Decimal as D

import pytest

from levy.kinds import Base, LevyKind
from levy.law.season import AreaResult, AreaValues, Levy
from levy.law.washington.area_rates import area_result

# What each levy that a limit counts adds to $5.90.
IN_AGGREGATE = {"COUNTY": D("1.2"), "STATE": D(0), "STATE2": D(0)}
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
    assert area_result("A", ALL, RATES, IN_AGGREGATE, VALUES) == AreaResult(
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
    inside = IN_AGGREGATE | ({"COUNTY": None} if levy == "COUNTY" else {})
    result = area_result("A", ALL, RATES | {levy: None}, inside, VALUES)
    totals = {"total_rate", "senior_rate", "aggregate_590", "one_percent", "tax"}
    assert {name for name in totals if getattr(result, name) is None} == unknown, because


def test_an_area_without_values_has_rates_and_no_tax():
    result = area_result("A", ALL, RATES, IN_AGGREGATE, None)
    assert (result.total_rate, result.tax) == (D("6.2"), None)


def test_a_blank_value_leaves_the_tax_unknown():
    blank = AreaValues("A", regular=D(10_007))
    assert area_result("A", ALL, RATES, IN_AGGREGATE, blank).tax is None
    assert area_result("A", (COUNTY, PORT), RATES, IN_AGGREGATE, blank).tax == D("15.01")


def test_a_tax_just_under_half_a_cent_is_rounded_down():
    # 1,003 x 1.2 and x 0.3 of a dollar per 1,000: 1.5045.
    small = AreaValues("A", regular=D(1003))
    assert area_result("A", (COUNTY, PORT), RATES, IN_AGGREGATE, small).tax == D("1.50")


def test_an_area_without_levies():
    assert area_result("A", (), {}, {}, VALUES) == AreaResult("A", D(0), D(0), D(0), D(0), D(0))

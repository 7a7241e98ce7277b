"""An area's stack: the lines a clerk compares with the state's forms, each explained."""

from decimal import Decimal as D

from hypothesis import given

from levy.law.washington.limit_levels import Component, LimitedLevy
from levy.law.washington.limit_stack import limit_stack
from levy.law.washington.proration import prorate
from tests.law.reevaluation import assert_explained
from tests.law.washington.limited_county import LAW, levies
from tests.law.washington.test_proration import AREAS, RATES, counties


def lines(sheet):
    return [(line.key, line.value, line.formula, line.source) for line in sheet.lines]


def test_an_area_that_decides_and_one_that_takes_what_it_decided():
    proration = prorate(levies(RATES), AREAS, LAW, maximum_rate=D("8.6"))
    city = limit_stack(proration.aggregate, "city", AREAS["city"])
    given = "before this limit"
    assert lines(city) == [
        ("limit", D("5.90"), "", ""),
        ("room8", D("5.90"), "limit", ""),
        ("rate_county_county", D("1.8"), "", given),
        ("rate_city_city", D("3.4"), "", given),
        ("kept_county_county", D("1.8"), "rate_county_county", ""),
        ("kept_city_city", D("3.4"), "rate_city_city", ""),
        ("room7", D("0.7"), "greater(room8 - kept_county_county - kept_city_city, 0)", ""),
        ("rate_library_library", D("0.5"), "", given),
        ("rate_hospital_hospital", D("0.5"), "", given),
        ("kept_library_library", D("0.35"),
         "cut12(rate_library_library * (room7) / (rate_library_library + rate_hospital_hospital))", ""),
        ("kept_hospital_hospital", D("0.35"),
         "cut12(rate_hospital_hospital * (room7) / (rate_library_library + rate_hospital_hospital))", ""),
        ("room4", D(0), "0", ""),
        ("rate_hospital_rest_hospital", D("0.25"), "", given),
        ("kept_hospital_rest_hospital", D(0),
         "cut12(rate_hospital_rest_hospital * (room4) / (rate_hospital_rest_hospital))", ""),
        ("left", D(0), "0", ""),
    ]  # fmt: skip
    hills = limit_stack(proration.aggregate, "hills", AREAS["hills"])
    assert hills.line("kept_library_library")[1:] == (
        "library keeps the rate that area city decided", D("0.35"), "rate", "", "", "area city",
    )  # fmt: skip
    assert hills.line("kept_fire_rest_fire").formula == (
        "cut12(rate_fire_rest_fire * (room6) / (rate_fire_rest_fire))"
    )
    assert hills.number("room6") == D("0.65")
    assert_explained(city)
    assert_explained(hills)


def test_room_that_is_left_where_the_area_is_not_full():
    rates = {"county": "1.8", "road": "2.25", "library": "0.55", "cemetery": "0.1"}
    proration = prorate(levies(rates), {"A": tuple(rates)}, LAW, maximum_rate=D(10))
    sheet = limit_stack(proration.aggregate, "A", tuple(rates))
    assert sheet.number("left") == D("1.2")
    assert sheet.line("room0").label == "Room for rates cut before level 1"
    assert sheet.line("room4").label == "Room for level 4"
    assert_explained(sheet)


def test_level_1_goes_by_its_number():
    rates = {"county": "1.8", "cultural_access": "0.1"}
    proration = prorate(levies(rates), {"A": tuple(rates)}, LAW, maximum_rate=D(10))
    sheet = limit_stack(proration.aggregate, "A", tuple(rates))
    assert sheet.line("room1").label == "Room for level 1"


def test_a_county_above_1_80_has_the_last_line():
    rates = {"county": "2", "road": "2"}
    proration = prorate(levies(rates), {"A": tuple(rates)}, LAW, maximum_rate=D(10))
    sheet = limit_stack(proration.aggregate, "A", tuple(rates))
    assert [line.key for line in sheet.lines][-4:] == [
        "room_below_1", "rate_county_rest_county", "kept_county_rest_county", "left",
    ]  # fmt: skip
    assert_explained(sheet)


def test_codes_with_signs_are_lines_of_their_own():
    limited = (
        LimitedLevy("E-911", Component.COUNTY, D(1)),
        LimitedLevy("E_911", Component.CITY, D(2)),
        LimitedLevy("rest-X", Component.FIRE, D("0.5")),
        LimitedLevy("X", Component.FIRE, D("0.75")),
    )
    codes = tuple(levy.levy for levy in limited)
    proration = prorate(limited, {"A": codes}, LAW, maximum_rate=None)
    sheet = limit_stack(proration.aggregate, "A", codes)
    assert sheet.number("left") == D("1.65")
    assert sheet.number("kept_fire_rest_X") == D("0.25")
    assert sheet.number("kept_fire_rest_x2d_X") == D("0.5")
    assert_explained(sheet)


def test_an_area_beyond_the_limit_has_no_room_below_its_seniors():
    rates = {"county": "1.8", "city": "4.5", "fire": "0.5"}
    proration = prorate(levies(rates), {"A": tuple(rates)}, LAW, maximum_rate=None)
    sheet = limit_stack(proration.aggregate, "A", tuple(rates))
    assert sheet.number("room7") == 0
    assert_explained(sheet)


@given(counties())
def test_every_line_of_every_area_is_explained(county):
    limited, areas, maximum = county
    proration = prorate(limited, areas, LAW, maximum_rate=maximum)
    for allocation in (proration.aggregate, proration.one_percent):
        for area, paid in areas.items():
            sheet = limit_stack(allocation, area, paid)
            assert_explained(sheet)
            kept = sum(line.value for line in sheet.lines if line.key.startswith("kept_"))
            assert kept == sum(
                rate for piece, rate in allocation.rates_left.items() if piece.levy in paid
            )

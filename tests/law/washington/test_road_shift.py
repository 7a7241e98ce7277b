"""The trade between a county and its road levy.  RCW 84.52.043(1)."""

from decimal import Decimal as D

import pytest
from hypothesis import given

from levy.law.washington.road_shift import county_maximum_rate, shifted_amounts
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

LAW = {"raised_rate": D("2.475"), "combined_rate": D("4.05")}
# fmt: off
RATES = [
    # road         room        maximum
    (D("1.00"),  D("1.00"),  D("2.475"),  "the road leaves more than the county may take"),
    (D("1.575"), D("1.00"),  D("2.475"),  "exactly enough"),
    (D("1.80"),  D("1.00"),  D("2.25"),   "both together stay within 4.05"),
    (D("2.25"),  D("1.00"),  D("1.80"),   "the road levies in full: no trade"),
    (D("1.00"),  D("0.10"),  D("1.90"),   "nobody else may be cut for it"),
    (D("1.00"),  D("0.00"),  D("1.80"),   "no room at all"),
    (D("1.00"),  D("-0.10"), D("1.80"),   "the limit is passed already: the county keeps its own rate"),
    (D("2.30"),  D("1.00"),  D("1.80"),   "a road above its rate takes nothing from the county"),
]
AMOUNTS = [
    # county      road       moved      maximum    county after  road after
    (D(100),  D(80),   D(30),   D(200),  D(130),     D(50),   "what was asked"),
    (D(100),  D(80),   D(30),   D(110),  D(110),     D(70),   "up to the county's maximum"),
    (D(100),  D(20),   D(30),   D(200),  D(120),     D(0),    "no more than the road has"),
    (D(100),  D(80),   D(30),   D(90),   D(100),     D(80),   "the county is above its maximum already"),
    (D(100),  D(80),   D(0),    D(200),  D(100),     D(80),   "nothing moves"),
]
# fmt: on


@pytest.mark.parametrize("road, room, maximum, because", RATES)
def test_county_maximum_rate(road, room, maximum, because):
    sheet = county_maximum_rate(D("1.80"), road_rate=road, room=room, **LAW)
    assert sheet.number("maximum_rate") == maximum, because
    assert_explained(sheet)


@pytest.mark.parametrize("county, road, moved, maximum, after, road_after, because", AMOUNTS)
def test_shifted_amounts(county, road, moved, maximum, after, road_after, because):
    sheet = shifted_amounts(county, road, moved=moved, county_maximum=maximum)
    assert sheet.number("county_shifted") == after, because
    assert sheet.number("road_shifted") == road_after, because
    assert_explained(sheet)


@given(drawn.rates, drawn.rates)
def test_a_raised_county_keeps_every_limit(road, room):
    maximum = county_maximum_rate(D("1.80"), road_rate=road, room=room, **LAW).number(
        "maximum_rate"
    )
    assert D("1.80") <= maximum <= D("2.475")
    if maximum > D("1.80"):
        assert maximum + road <= D("4.05")
        assert maximum <= D("1.80") + room


@given(drawn.dollars, drawn.dollars, drawn.dollars, drawn.dollars)
def test_a_shift_makes_no_money(county, road, moved, maximum):
    sheet = shifted_amounts(county, road, moved=moved, county_maximum=maximum)
    assert sheet.number("county_shifted") + sheet.number("road_shifted") == county + road
    assert county <= sheet.number("county_shifted") <= max(county, maximum)
    assert sheet.number("road_shifted") >= 0
    assert_explained(sheet)

"""An area's figures lead to what the season computed, each by its printed formula."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from levy.kinds import AreaStatus
from levy.law.season import Area, BuyDown, Protection
from levy.law.washington.area_worksheet import area_worksheet
from levy.law.washington.season import calculate
from levy.params.washington import law
from tests.law.golden import benton
from tests.law.reevaluation import assert_explained
from tests.law.washington.crowded_season import CROWDED, POOR
from tests.law.washington.small_season import SEASON, without

LAW = law(2025)
WAITING = without("requests", "LIB")
RATIOS = replace(SEASON.facts, real_ratio=D(100), personal_ratio=D(95))
KNOWN = replace(SEASON, facts=RATIOS)
UNKNOWN = replace(SEASON, facts=replace(RATIOS, real_ratio=None))
NO_VALUES = replace(SEASON, values=())
PROTECTED = replace(CROWDED, protections=(Protection("FIRE", D("0.1")),))
SOLD = replace(SEASON, buy_downs=(BuyDown("CITY", "FIRE", D("0.2")),))
EMPTY = replace(SEASON, areas=(*SEASON.areas, Area("Z9", "Z9", AreaStatus.INACTIVE)))

# fmt: off
SEASONS = [
    # season       because
    (KNOWN,        "all is known"),
    (replace(KNOWN, facts=replace(RATIOS, personal_ratio=None)), "half of what the 1 % limit needs"),
    (CROWDED,      "levies give way to the $5.90 limit"),
    (POOR,         "levies give way to the 1 % limit"),
    (PROTECTED,    "a part of a rate is outside the $5.90 limit"),
    (SOLD,         "a district sold some of its rate"),
    (WAITING,      "a rate is not known: what is added up of it is blank"),
    (UNKNOWN,      "the 1 % limit is not known"),
    (NO_VALUES,    "no area has a row in values.csv"),
    (EMPTY,        "an area pays nothing"),
]
# fmt: on


@pytest.mark.parametrize("season, because", SEASONS)
def test_its_figures_are_the_season_s(season, because):
    result = calculate(season, LAW)
    for area in result.areas:
        sheet = area_worksheet(season, result, LAW, area.area)
        assert_explained(sheet)
        shown = [sheet.value(key) for key in ("total_rate", "senior_rate", "tax")]
        assert shown == [area.total_rate, area.senior_rate, area.tax], because
        counted = [sheet.value("counted_1"), sheet.value("counted_2")]
        assert counted == [area.aggregate_590, area.one_percent], because


def test_every_area_of_benton():
    season, result = benton.season(), benton.result()
    for area in result.areas:
        sheet = area_worksheet(season, result, LAW, area.area)
        assert_explained(sheet)
        assert sheet.value("tax") == area.tax


def test_how_it_is_written():
    sheet = area_worksheet(WAITING, calculate(WAITING, LAW), LAW, "N")
    assert sheet.line("rate_of_LIB").value is None
    assert (sheet.line("rate_of_CITY").source, sheet.line("regular").source) == (
        "CITY",
        "values.csv",
    )
    assert sheet.line("value_state_1").label == "Value of a levy on the state 1 value"
    assert sheet.line("value_excess").formula == "regular - senior + timber_full"
    assert sheet.line("limit_1").source == "RCW 84.52.043(2)"
    assert sheet.line("left_1").formula == "limit_1 - counted_1"
    assert sheet.line("senior_rate").statute == "RCW 84.36.381"


def test_what_counts_in_part_has_a_line_of_its_own():
    sheet = area_worksheet(PROTECTED, calculate(PROTECTED, LAW), LAW, "N")
    assert_explained(sheet)
    part = sheet.line("counted_1_FIRE")
    assert (part.label, part.source) == (
        "Part of the rate of FIRE that counts in the $5.90 limit",
        "RCW 84.52.043(2)",
    )
    assert sheet.number("rate_of_FIRE") - part.value == D("0.1")
    assert "counted_1_FIRE" in sheet.line("counted_1").formula
    assert "rate_of_FIRE" not in sheet.line("counted_1").formula
    assert "rate_of_CITY + " in sheet.line("counted_1").formula, "what counts whole is its rate"
    assert "rate_of_FIRE" in sheet.line("counted_2").formula


def test_the_one_percent_limit():
    known, unknown = (
        area_worksheet(season, calculate(season, LAW), LAW, "N") for season in (KNOWN, UNKNOWN)
    )
    assert known.line("limit_2").formula == "maximum_rate"
    assert known.line("left_2").formula == "limit_2 - counted_2"
    assert (unknown.line("limit_2").value, unknown.line("limit_2").source) == (None, "season.toml")
    assert not unknown.has("maximum_rate")

"""Each published figure next to ours: the county's own papers, and each cause on its own."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from levy.errors import SeasonFolderRefused
from levy.law.season import AreaLevy, PublishedFigure
from levy.law.washington.season import calculate
from levy.params.washington import law
from levy.services.reconcile_season import read_published
from levy.services.reconciliation import reconcile, same
from tests.law.golden import benton
from tests.law.washington.small_season import SEASON, without

# fmt: off
SAME = [
    # published               ours                   same     because
    (D("1.5"),                D("1.5000000000"),     True,    "zeros at the end say nothing"),
    (D("1.00337888836"),      D("1.0033788884"),     True,    "theirs has more decimals"),
    (D("1.33039"),            D("1.3303932417"),     True,    "theirs is printed shorter"),
    (D("1.3"),                D("1.3046932417"),     False,   "too short to be ours printed"),
    (D("0.2556013209"),       D("0.2556013208"),     False,   "the last digit counts"),
    (D("5.00"),               D("5.01"),             False,   "so does a cent"),
    (D("4.99999999"),         D("5.00"),             False,   "money has cents, not a rounding"),
]
# fmt: on


@pytest.mark.parametrize("published, ours, is_same, because", SAME)
def test_same(published, ours, is_same, because):
    assert same(published, ours) is is_same, because


def cause(item, value, levy=None, area=None, *, rates=(), season=None, as_of=None):
    of = season or benton.season()
    result = calculate(of, law(2025)) if season else benton.result()
    row = PublishedFigure("Somebody", item, D(value), levy=levy, area=area, as_of=as_of)
    others = tuple(PublishedFigure("Somebody", "rate", D(rate), levy=code) for code, rate in rates)
    return reconcile(of, result, (row, *others)).figures[0]


# fmt: off
LEVY_CAUSES = [
    # item      levy        published             likely cause
    ("rate",   "KENN",     "1.3046932417",       ""),
    ("rate",   "ROAD",     "1.00337888836",      ""),
    ("amount", "MCLIB",    "4841582.20",         ""),
    ("amount", "MCLIB",    "6000000",            ""),
    ("base",   "MCLIB",    "25205176366",        ""),
    ("rate",   "PROHOSP",  "0.2556013209",       "one rounding too many: the worksheet's 0.255601320850 was rounded a second time"),
    ("rate",   "KENN",     "1.324557023338",     "it is line last_rate of the worksheet: Last year's rate, without error correction"),
    ("rate",   "KENN",     "1.3245570233",       "it is line last_rate of the worksheet: Last year's rate, without error correction"),
    ("rate",   "COUNTY",   "0.785032544214",     "it is line P2O of the worksheet: Rate without correction, for next year"),
    ("amount", "KENN",     "15969258.39",        "it is line H of the worksheet: Levy limit"),
    ("amount", "COUNTY",   "28674893.74",        "it is line P2H of the worksheet: Amount certified by the district"),
    ("rate",   "PROSSER",  "3.5901538832",       "the rate that the request would need before any limit"),
    ("amount", "FIRE2",    "1717078",            "printed in whole dollars"),
    ("amount", "SD116MO",  "4056944.12",         "off by one in the last digit: one rounding too many, or a figure changed by hand"),
    ("rate",   "FIRE6",    "1.2273099494",       "off by one in the last digit: one rounding too many, or a figure changed by hand"),
    ("base",   "FIRE6",    "795748720",          "off by one in the last digit: one rounding too many, or a figure changed by hand"),
    ("rate",   "FIRE6",    "1.3298356531",       "it is the rate of FIRE4"),
    ("base",   "FIRE6",    "3598516109",         "it is the base of FIR004E"),
    ("rate",   "COUNTY",   "0.788813625236",     "a rate of another run: our $28,529,511.36 with its earmarked parts on $36,167,619,888, $164,133,630 below ours"),
    ("rate",   "RICH",     "1.782108482",        "a rate of another run: our $21,493,574.11 on $12,060,755,182, $164,146,907 below ours"),
    ("rate",   "RICH",     "2.782108482",        "a rate of another year, levy or request"),
    ("rate",   "SD200BD",  "1.7553911072",       "a rate of another run or of another year"),
    ("amount", "RICH",     "21400000",           "an amount of another run: our rate on $12,171,679,934, $53,222,155 below ours"),
    ("amount", "RICH",     "11400000",           "an amount of another year, levy or request"),
    ("base",   "STATE",    "36237870798",        "the value without farm machinery, added up over its areas"),
    ("base",   "COUNTY",   "36362457900",        "a value of another date: $36,362,457,900, $30,704,382 above ours"),
    ("base",   "COUNTY",   "16362457900",        "a value of another year or levy"),
    ("rate",   "SD52",     "0.5",                "it is the rate of FIR004E"),
    ("amount", "SD52",     "77.77",              "no cause is known; ask the source"),
    ("rate",   "NOBODY",   "1",                  "a missing levy: the season has no NOBODY"),
    ("rate",   "BNTCTYLIB","1",                  "a retired levy: BNTCTYLIB is not levied this year"),
]
# fmt: on


@pytest.mark.parametrize("item, levy, published, likely", LEVY_CAUSES)
def test_a_figure_of_a_levy(item, levy, published, likely):
    figure = cause(item, published, levy)
    assert figure.cause == likely
    assert figure.agrees is (likely == "")


def test_a_value_names_its_date():
    told = cause("base", "36362457900", "COUNTY", as_of=date(2024, 9, 26)).cause
    assert told.startswith("a value of another date (of 2024-09-26; ours are of 2025-01-15): ")


STALE = (("COUNTY", "0.788813625236"), ("ROAD", "1.0015081007"))
COUNTY, ROAD = (
    "the rate of COUNTY from another run, 0.788813625236",
    "the rate of ROAD from another run, 1.0015081007",
)
TEXT = "a number typed as text, which the sum skips: 0.50 is missing"

# fmt: off
AREA_CAUSES = [
    # item             area      published          rates of the source   likely cause
    ("area_total",    "B4",     "7.4797322444",    (),                   ""),
    ("aggregate_590", "B1",     "3.4932524167",    (),                   ""),
    ("aggregate_590", "B1",     "3.496815989336",  STALE,                COUNTY),
    ("aggregate_590", "B1",     "2.996815989336",  STALE,                f"{COUNTY}; {TEXT}"),
    ("aggregate_590", "1212",   "3.283969387436",  STALE,                f"{COUNTY}; {ROAD}; {TEXT}"),
    ("aggregate_590", "W1",     "2.930767637436",  STALE,                f"{COUNTY}; {TEXT}; the rate of FIRE2 is used instead of FIRE4"),
    ("one_percent",   "K1",     "5.0527823799",    (),                   "FIRE2EMS is included, which the area does not pay"),
    ("one_percent",   "1210",   "5.05030167896",   (),                   "0.50 too much: the first half dollar of a levy that the area does not pay"),
    ("area_total",    "B4",     "5.9797322444",    (),                   "FIRE2 is left out"),
    ("area_total",    "B4",     "7.4797322449",    (),                   "one rounding too many or too few: the source added rates with other decimals"),
    ("area_total",    "B4",     "9.123456789",     (),                   "no cause is known; ask the source"),
    ("area_total",    "Z9",     "1",               (),                   "a missing area: the season has no Z9"),
]
# fmt: on


@pytest.mark.parametrize("item, area, published, rates, likely", AREA_CAUSES)
def test_a_total_of_an_area(item, area, published, rates, likely):
    assert cause(item, published, area=area, rates=rates).cause == likely


def test_rates_of_another_source_explain_nothing():
    row = PublishedFigure("One", "aggregate_590", D("3.496815989336"), area="B1")
    other = PublishedFigure("Two", "rate", D("0.788813625236"), levy="COUNTY")
    figures = reconcile(benton.season(), benton.result(), (row, other)).figures
    assert COUNTY not in figures[0].cause


def test_what_waits_is_not_compared():
    season = without("requests", "LIB")
    waiting = cause("rate", "0.4", "LIB", season=season)
    assert waiting.ours is None
    assert waiting.cause == (
        "not computed here yet: it waits for the amount that the district certifies (requests.csv)"
    )
    area = cause("area_total", "1", area="N", season=season)
    assert area.cause == "not known here yet: a levy of the area is not computed"


def test_areas_that_a_source_leaves_out():
    areas = ("N", "S", "E")
    north = SEASON.areas[0]
    season = replace(
        SEASON,
        areas=tuple(replace(north, area=area) for area in areas),
        area_levies=tuple(AreaLevy(area, "LIB") for area in areas),
    )
    rows = tuple(PublishedFigure("A", "area_total", D("0.404"), area=area) for area in ("N", "S"))
    rows += (PublishedFigure("B", "area_total", D("0.404"), area="N"),)
    gaps = reconcile(season, calculate(season, law(2025)), rows).gaps
    assert [(gap.source, gap.item, gap.areas) for gap in gaps] == [("A", "area_total", ("E",))]


def test_the_countys_papers():
    answer = reconcile(benton.season(), benton.result(), benton.season().published)
    told = Counter((f.published.source, f.agrees) for f in answer.figures)
    assert told["Certification of levies", True] == 108
    assert told["Total levies by tax code area", True] == 57
    assert told["Workbook of the 1 % limit", True] == 31
    assert told["Workbook of the 1 % limit", False] == 2
    assert told["Workbook of the $5.90 limit", False] == 37
    assert all("no cause is known" not in figure.cause for figure in answer.figures)


def test_a_file_of_published_figures(tmp_path):
    file = tmp_path / "published.csv"
    file.write_text("source,item,levy,area,value,as_of\nMe,rate,KENN,,1.3,2025-01-15\n")
    assert read_published(file) == (
        PublishedFigure("Me", "rate", D("1.3"), levy="KENN", as_of=date(2025, 1, 15)),
    )


# fmt: off
REFUSED = [
    # content                                                     what the sentence says
    (b"source,item,levy,area,value,as_of\nMe,rate,,,1.3,\n",      "row 2, column levy"),
    (b"source,item,levy,area,value,as_of\nMe,rate,KENN,,much,\n", "row 2, column value"),
    (b"source,item\n",                                            "value"),
    (b"source,item,levy,area,value,as_of\n\xe9,rate,KENN,,1,\n",  "The byte 0xe9 is not UTF-8."),
]
# fmt: on


@pytest.mark.parametrize("content, sentence", REFUSED)
def test_a_file_that_cannot_be_read_is_told_in_sentences(tmp_path, content, sentence):
    file = tmp_path / "theirs.csv"
    file.write_bytes(content)
    with pytest.raises(SeasonFolderRefused) as error:
        read_published(file)
    assert sentence in str(error.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(SeasonFolderRefused, match="cannot be read"):
        read_published(tmp_path / "missing.csv")

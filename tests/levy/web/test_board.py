"""The board: found, chosen, sorted, summed, and what blocks certification."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from levy.kinds import MeasureKind, Outcome
from levy.law.season import Measure, Season
from levy.services.calculate_season import calculate_season
from levy.services.opened_season import OpenedSeason
from tests.levy.web.page_reading import Page

SiteOf = Callable[[Season], FlaskClient]
BOARD = "/benton/2025/"


def codes(site: FlaskClient, asked: str) -> list[str]:
    """Return the levies that the board shows, in its order."""
    table = Page(site.get(f"{BOARD}?{asked}").text).tables[0]
    foot = ("Tax", "Total", "Difference:", "No")
    rows = [row[0] for row in table if row[0].attrs.get("scope") == "row"]
    return [word for row in rows if (word := row.shown.split()[0]) not in foot]


# fmt: off
FOUND = [
    # asked                             levies                                       because
    ("find=kenn",                       ["KENN", "KENNHOSP", "PTKEN", "SD17", "SD17CP", "SD17MO"],
                                                                                     "code, name or district, in any case"),
    ("find=police",                     ["WRPOLICE"],                                "a levy's name"),
    ("find=  w  richland ",             ["WRICH", "WRPOLICE"],                       "blanks do not matter"),
    ("find=nobody",                     [],                                          "nothing"),
    ("kind=state_1",                    ["STATE"],                                   "a kind"),
    ("bound=levy+limit&find=city",      ["BNTCTY"],                                  "two at once"),
    ("status=waits",                    [],                                          "none waits"),
    ("status=nonsense&find=police",     ["WRPOLICE"],                                "no such status: it asks for nothing"),
    ("find='; DROP TABLE levy; --",     [],                                          "SQL"),
    ("find=%3Cscript%3E",               [],                                          "HTML"),
]
# fmt: on


@pytest.mark.parametrize("asked, levies, because", FOUND, ids=[row[2] for row in FOUND])
def test_what_is_found(site: FlaskClient, asked: str, levies: list[str], because: str) -> None:
    found = codes(site, asked)
    assert sorted(found) == levies, because
    page = site.get(f"{BOARD}?{asked}").text
    assert page.count("<script") == 2, "what was asked is never HTML"
    assert f"{len(found)} of 48 levies" in page
    assert ("No levies match." in page) == (not found)


def test_an_area_finds_its_levies(site: FlaskClient, view: OpenedSeason) -> None:
    pays = {row.levy for row in view.season.area_levies if row.area == "K1 RA1"}
    active = {row.levy for row in view.season.levies if row.status == "active"}
    assert set(codes(site, "find=k1+ra1")) == pays & active


# fmt: off
SORTED = [
    # key        of the result            because
    ("amount",   lambda row: row.amount,  "dollars"),
    ("rate",     lambda row: row.rate,    "rates"),
    ("tax",      lambda row: row.tax,     "tax"),
]
# fmt: on


@pytest.mark.parametrize("key, of, because", SORTED)
def test_the_order(
    site: FlaskClient, view: OpenedSeason, key: str, of: Callable[..., object], because: str
) -> None:
    assert view.result is not None
    by_code = {row.levy: of(row) for row in view.result.levies}
    blank = [code for code in codes(site, "") if by_code[code] is None]
    for asked, down in ((f"sort={key}", False), (f"sort={key}&down=1", True)):
        shown = codes(site, asked)
        known = [by_code[code] for code in shown if by_code[code] is not None]
        assert known == sorted(known, reverse=down), because
        assert shown[len(known) :] == blank, "what is not known comes last, either way"


def test_a_head_sorts_and_sorts_back(site: FlaskClient) -> None:
    links = {link for link in Page(site.get(BOARD).text).addresses() if "sort=rate" in link}
    assert links == {f"{BOARD}?sort=rate&down=1"}, "figures come largest first"
    page = site.get(f"{BOARD}?sort=rate&down=1&find=kenn")
    assert 'aria-sort="descending"' in page.text
    links = {link for link in Page(page.text).addresses() if "sort=rate" in link}
    assert links == {f"{BOARD}?find=kenn&sort=rate"}, "and keeps what was asked besides"


def test_banked_capacity_stands_in_both_definitions(site: FlaskClient) -> None:
    table = Page(site.get(f"{BOARD}?find=KENN").text).tables[0]
    row = next(row for row in table if row[0].shown.startswith("KENN "))
    assert [cell.shown for cell in row[7:9]] == ["$180,407.39", "$169,086.39"]


def test_the_sum_of_those_shown(site: FlaskClient) -> None:
    text = Page(site.get(f"{BOARD}?kind=state_1").text).text
    assert "Tax of the levies shown | $53,428,876.00" in text
    assert "Total tax in the county | $318,402,817.30" in text
    text = Page(site.get(f"{BOARD}?find=W+Richland+Police").text).text
    assert "City Of West Richland | |" in text, "a part of a district has no sum of the district"


def test_who_certified_and_when(benton: Season, site_of: SiteOf) -> None:
    days = {"KENN": date(2024, 11, 30), "RICH": date(2024, 12, 1), "COUNTY": date(2024, 12, 15)}
    requests = tuple(
        replace(row, certified_on=days.get(row.levy))
        for row in benton.requests
        if row.levy != "PROSSER"
    )
    site = site_of(replace(benton, requests=requests))
    calculate_season(2025)
    page = Page(site.get(BOARD).text)
    certified = {row[0].shown.split()[0]: row[9].shown for row in page.tables[0] if len(row) == 11}
    assert certified["KENN"] == "Nov 30, 2024"
    assert certified["RICH"] == "late: Dec 1, 2024"
    assert certified["COUNTY"] == "Dec 15, 2024", "the county has until December 15"
    assert certified["PROSSER"] == "due Nov 30, 2024"
    assert certified["WRICH"] == "yes"
    assert certified["STATE"] == "—"
    due = "Due Nov 30, 2024: 38 of 39 certified, 1 late (36 without a date); 1 missing"
    assert due in page.text
    assert codes(site, "status=not+certified") == ["PROSSER"]
    assert "This season cannot be certified: 1 problem to fix." in page.text
    assert "1 levy waits for an input that is not known yet." in page.text


def _measure(levy: str, **years: int) -> Measure:
    return Measure("Prop 1", levy, MeasureKind.EMS, Outcome.PASSED, **years)


# fmt: off
ERRORS = [
    # measure                                                    says                                because
    (_measure("FIRE2EMS", first_year=2015, last_year=2020),      "2020",                             "ended, and still levied"),
    (_measure("PROSSER", first_year=2025, last_year=2030),       "Prop 1",                           "passed, and not in the season"),
]
# fmt: on


@pytest.mark.parametrize("measure, says, because", ERRORS, ids=[row[2] for row in ERRORS])
def test_the_register_stops_certification(
    benton: Season, site_of: SiteOf, measure: Measure, says: str, because: str
) -> None:
    requests = tuple(row for row in benton.requests if row.levy != "PROSSER")
    site = site_of(replace(benton, requests=requests, measures=(*benton.measures, measure)))
    calculate_season(2025)
    html = site.get(BOARD).text
    page = Page(html)
    assert "This season cannot be certified: 2 problems to fix." in page.text, because
    assert html.index("in-the-way") < html.index("<table"), "before everything else"
    row = next(row for row in page.tables[0] if row[0].shown.startswith(f"{measure.levy} "))
    assert row[10].shown.startswith("cannot certify")
    assert codes(site, "status=cannot+certify") == [measure.levy]
    first = page.tables[1][1]
    assert first[0].shown.startswith(measure.levy)
    assert first[1].shown.startswith("cannot certify")
    assert says in first[1].shown
    own = Page(site.get(f"{BOARD}levies/{measure.levy}").text).text
    assert "Cannot be certified: " in own
    register = Page(site.get(f"{BOARD}measures").text)
    assert register.tables[0][1][0].shown == "Prop 1", "it comes first in the register"


def test_nothing_stands_in_the_way_of_benton(site: FlaskClient) -> None:
    assert "cannot be certified" not in site.get(BOARD).text

"""Seasons that are not finished, not computed, stale, or full of signs that HTML minds."""

from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal

import pytest
from flask import render_template
from flask.testing import FlaskClient

from levy.kinds import AreaStatus, LevyStatus
from levy.law.season import Area, Notice, ReceivedRate, Season
from levy.services.calculate_season import calculate_season
from levy.services.certification import blockers
from levy.services.opened_season import OpenedSeason
from levy.services.season_figures import area_named
from levy.web.area_view import area_page
from levy.web.board_view import board_of
from levy.web.season_address import SeasonContext
from tests.levy.web.page_reading import Page

SiteOf = Callable[[Season], FlaskClient]
HOSTILE = "<script>alert('1')</script> & \"Co\" <!-- {{ 7 * 7 }} %s \u202e"


@pytest.fixture
def waiting(benton: Season, site_of: SiteOf) -> FlaskClient:
    """Return a browser before a season in which the city of Prosser certified nothing yet."""
    requests = tuple(
        replace(row, certified_amount=None) if row.levy == "PROSSER" else row
        for row in benton.requests
    )
    site = site_of(replace(benton, requests=requests))
    calculate_season(2025, None)
    return site


# fmt: off
WAITING = [
    # address                        its text                                    because
    ("/benton/2025/",                "48 levies · 47 computed · 1 waits",            "counts"),
    ("/benton/2025/",                "until all are computed: 1 levy waits",         "no total"),
    ("/benton/2025/levies/PROSSER",  "Prosser is not computed: it waits for the amount that the "
                                     "district certifies (requests.csv).",              "what for"),
    ("/benton/2025/areas/P1",        "waits for PROSSER",                            "its area"),
    ("/benton/2025/areas/",          "a rate is not known yet",                      "all areas"),
]
# fmt: on


@pytest.mark.parametrize("address, page_text, because", WAITING)
def test_a_levy_that_waits(
    waiting: FlaskClient, address: str, page_text: str, because: str
) -> None:
    assert page_text in Page(waiting.get(address).text).text, because


def test_a_levy_that_waits_shows_its_worksheet_as_far_as_it_is_known(
    waiting: FlaskClient,
) -> None:
    page = Page(waiting.get("/benton/2025/levies/PROSSER").text)
    rows = [row for table in page.tables for row in table if len(row) > 2]
    shown = {row[0].shown: row[2].shown for row in rows if row[0].shown.startswith("P2")}
    assert shown["P2I"].startswith("$1,")
    blank = {key for key, figure in shown.items() if figure == "—"}
    assert blank == {"P2H", "P2J", "P2L", "P2N", "P2O", "P2P", "P2S"}


def test_what_is_not_known_is_a_dash_and_never_zero(waiting: FlaskClient) -> None:
    board = Page(waiting.get("/benton/2025/").text)
    row = next(row for row in board.tables[0] if row[0].shown.startswith("PROSSER"))
    shown = [cell.shown for cell in row[1:]]
    due = ["due Nov 30, 2024", "waits · 1 notice"]
    assert shown == ["—", "—", "—", "1.958217486635", "—", "—", "—", "—", *due]
    assert [row[1].shown for row in board.tables[0][-2:]] == ["—", "—"], "neither sum is known"
    area = Page(waiting.get("/benton/2025/areas/P1").text)
    stack = {row[0].shown.split()[0]: row for row in area.tables[0]}
    assert stack["PROSSER"][3].shown == stack["Total"][1].shown == "—"
    assert "0.0000000000" not in area.text


def test_a_district_has_no_sum_while_one_of_its_levies_waits(
    benton: Season, site_of: SiteOf
) -> None:
    requests = tuple(row for row in benton.requests if row.levy != "RICHLIB")
    site = site_of(replace(benton, requests=requests))
    calculate_season(2025, None)
    table = Page(site.get("/benton/2025/").text).tables[0]
    sums = {row[0].shown: row[1].shown for row in table if len(row) == 3}
    assert sums["City Of Richland"] == "—", "Richland's own levy alone is not the district's sum"
    assert sums["City Of West Richland"] == "$3,778,203.52"


def test_a_levy_that_gives_way_to_the_limits(benton: Season, site_of: SiteOf) -> None:
    library = ReceivedRate("MCLIB", rate=Decimal(7), source="Franklin County")
    site = site_of(replace(benton, received=(*benton.received, library)))
    calculate_season(2025, None)
    board = Page(site.get("/benton/2025/").text)
    row = next(row for row in board.tables[0] if row[0].shown.startswith("MCLIB"))
    rate, bound = row[3].shown.split()[0], row[5].shown
    assert bound == "$5.90 limit"
    text = Page(site.get("/benton/2025/levies/MCLIB").text).text
    assert f"The $5.90 limit allows a rate of {rate}" in text
    assert f"Rate that the $5.90 limit leaves | {rate} | $5.90 limit" in text
    assert "is lost to the $5.90 limit in area" in text


def test_an_area_that_is_full_shows_who_was_cut(benton: Season, site_of: SiteOf) -> None:
    library = ReceivedRate("MCLIB", rate=Decimal(7), source="Franklin County")
    site = site_of(replace(benton, received=(*benton.received, library)))
    calculate_season(2025, None)
    page = Page(site.get("/benton/2025/areas/K1 RA1").text)
    assert "MCLIB: " in page.text
    assert "is lost to the $5.90 limit in area" in page.text
    stack = page.tables[1]
    rest = next(row for row in stack if row[0].shown == "MCLIB library rest")
    assert (rest[1].shown, rest[2].attrs["class"]) == ("6.5000000000", "number cut")
    whole = next(row for row in stack if row[0].shown == "MCLIB library")
    assert (whole[1].shown, whole[2].shown) == ("0.50", "0.50")
    cells = next(row for row in page.tables[0] if row[0].shown.startswith("MCLIB"))
    assert [cell.shown for cell in cells[5:]] == ["yes", "yes", "yes"]


def test_an_area_whose_limit_is_not_known(benton: Season, site_of: SiteOf) -> None:
    site = site_of(replace(benton, facts=replace(benton.facts, real_ratio=None)))
    calculate_season(2025, None)
    text = Page(site.get("/benton/2025/areas/K1 RA1").text).text
    why = "— the county's assessment ratios are not known (season.toml)"
    assert f"$4.6758967607 of {why}; {why} left" in text
    assert f"The 1 % limit, level by level\n{why}" in text
    assert "$2.4078716842 of $5.90; $3.4921283158 left" in text


def test_the_limits_of_an_area_that_waits(waiting: FlaskClient) -> None:
    page = Page(waiting.get("/benton/2025/areas/P1").text)
    assert "— waits for PROSSER of $5.90; — waits for PROSSER left" in page.text
    cells = next(row for row in page.tables[0] if row[0].shown.startswith("PROSSER"))
    assert [cell.shown for cell in cells[5:]] == ["—", "—", "yes"]
    assert len(page.tables) == 1, "no stack is drawn without one of its levies"


def test_an_area_beyond_its_limit_says_by_how_much(benton: Season, site_of: SiteOf) -> None:
    city = ReceivedRate("KENN", rate=Decimal(6), source="a test")
    limits = tuple(row for row in benton.limits if row.levy != "KENN")
    requests = tuple(row for row in benton.requests if row.levy != "KENN")
    site = site_of(
        replace(benton, limits=limits, requests=requests, received=(*benton.received, city))
    )
    calculate_season(2025, None)
    text = Page(site.get("/benton/2025/areas/K1 RA1").text).text
    assert "$6.7852500526 of $5.90; $0.8852500526 over" in text


def test_an_excess_levy_without_value_is_bound_by_nothing(benton: Season, site_of: SiteOf) -> None:
    areas = {row.area for row in benton.area_levies if row.levy == "SD17MO"}
    nothing = dict.fromkeys(("regular", "senior", "farm", "timber_full", "timber_half"), Decimal(0))
    values = tuple(replace(row, **nothing) if row.area in areas else row for row in benton.values)
    site = site_of(replace(benton, values=values, levy_values=()))
    calculate_season(2025, None)
    board = Page(site.get("/benton/2025/").text)
    row = next(row for row in board.tables[0] if row[0].shown.startswith("SD17MO"))
    assert [row[column].shown for column in (2, 5)] == ["$0.00", "—"]
    text = Page(site.get("/benton/2025/levies/SD17MO").text).text
    assert "There is no value to tax, so nothing is levied." in text
    assert "decides" not in text.replace("Decides?", "")


def test_an_area_without_value_is_not_tested(benton: Season, site_of: SiteOf) -> None:
    values = tuple(row for row in benton.values if row.area != "K1 RA1")
    site = site_of(replace(benton, values=values))
    calculate_season(2025, None)
    text = Page(site.get("/benton/2025/areas/K1 RA1").text).text
    assert "No limit is checked: the area has no value." in text
    assert "No limit is checked" not in site.get("/benton/2025/areas/K1").text


def renamed(season: Season, old: str, new: str) -> Season:
    """Return the season with another code for one of its levies, in every file."""

    def named(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(named(part) for part in value)
        return new if value == old else value

    changed = {
        part.name: tuple(
            replace(row, **{f.name: named(getattr(row, f.name)) for f in fields(row)})
            for row in getattr(season, part.name)
        )
        for part in fields(season)
        if part.name != "facts"
    }
    return replace(season, **changed)


def test_a_levy_whose_code_has_signs(benton: Season, site_of: SiteOf) -> None:
    season = renamed(renamed(benton, "MCLIB", "E-911/a"), "CNYVET", "E_911")
    site = site_of(season)
    calculate_season(2025, None)
    city = Page(site.get("/benton/2025/levies/KENN").text)
    assert "/benton/2025/levies/E-911/a" in set(city.addresses())
    assert site.get("/benton/2025/levies/E-911/a").status_code == 200
    assert "− the rate of E-911/a" in city.text, "its formula is in words"
    assert "less_" not in city.text
    county = Page(site.get("/benton/2025/levies/COUNTY").text)
    assert "Set aside by law" in county.text
    assert "less $408,732.23 (set aside for E_911)" in county.text
    assert site.get("/benton/2025/areas/K1 RA1").status_code == 200
    for page in (city, county):
        ids = page.ids()
        ends = [link[1:] for link in page.addresses() if link.startswith("#")]
        assert set(ends) <= set(ids)


def test_a_notice_about_an_area_stands_on_its_page(site: FlaskClient, view: OpenedSeason) -> None:
    assert view.result is not None
    found = Notice("K1", "over_the_limit", "The levies that are never cut exceed the limit.")
    noted = view._replace(result=replace(view.result, notices=(found,)))
    shown = SeasonContext(noted, {"county": "benton", "year": 2025}, ())._asdict()
    k1, k24 = (area_page(noted, area_named(view.season, code)) for code in ("K1", "K24"))
    with site.application.test_request_context("/benton/2025/"):
        pages = [render_template("area.html", page=page, **shown) for page in (k1, k24)]
        board = Page(render_template("board.html", board=board_of(noted), **shown))
    assert [found.sentence in page for page in pages] == [True, False]
    assert f"K1 tax code area | {found.sentence}" in board.text
    assert "/benton/2025/areas/K1" in set(board.addresses())
    levies = (
        *view.season.levies,
        replace(view.season.levies[0], levy="K1", status=LevyStatus.RETIRED),
    )
    named = noted._replace(season=replace(view.season, levies=levies))
    page = area_page(named, area_named(view.season, "K1"))
    assert page.notices == (), "where a levy has the area's code, the notice is the levy's"


def test_a_season_that_is_not_computed(benton: Season, site_of: SiteOf) -> None:
    site = site_of(benton)
    for address in ("", "levies/KENN", "areas/", "areas/K1 RA1"):
        text = Page(site.get(f"/benton/2025/{address}").text).text
        assert "This season is not computed yet. Compute the season" in text, address
    waits = "— waits for the season to be computed"
    assert f"$5.90 limit\n{waits} of {waits}; {waits} left" in text
    assert f"The 1 % limit, level by level\n{waits}" in text
    board = Page(site.get("/benton/2025/").text)
    assert "48 levies · 0 computed · 48 wait" in board.text
    row = next(row for row in board.tables[0] if row[0].shown.startswith("KENN "))
    assert [cell.shown for cell in row[1:4]] == ["$15,800,172.00", "—", "—"]


def test_results_of_older_values_are_called_stale(site: FlaskClient, view: OpenedSeason) -> None:
    newer = view._replace(snapshot_version=2)
    shown = SeasonContext(newer, {"county": "benton", "year": 2025}, ())
    with site.application.test_request_context("/benton/2025/"):
        text = render_template("board.html", board=board_of(newer), **shown._asdict())
    assert (
        "Stale: these results were computed from version 1 of the values; the season now has version 2."
    ) in text
    rows = {
        row[0].shown.split()[0]: row[10].shown for row in Page(text).tables[0] if len(row) == 11
    }
    assert rows["KENN"] == "computed · stale"
    assert sum(said.endswith("stale") or "· stale ·" in said for said in rows.values()) == 48
    reasons = (
        "The results were computed from version 1 of the values, and the season now has version 2: compute it again.",
    )
    assert blockers(newer) == reasons, "nobody certifies what is of older values"
    assert "Stale" not in site.get("/benton/2025/").text


def test_a_name_is_never_html(benton: Season, site_of: SiteOf) -> None:
    hostile = replace(
        benton,
        districts=tuple(replace(row, name=HOSTILE) for row in benton.districts),
        levies=tuple(
            replace(row, name=HOSTILE, fund="<b>" if row.fund else None) for row in benton.levies
        ),
        areas=tuple(replace(row, name=HOSTILE) for row in benton.areas),
        received=tuple(replace(row, source=HOSTILE) for row in benton.received),
        measures=tuple(replace(row, document=HOSTILE) for row in benton.measures),
    )
    site = site_of(hostile)
    calculate_season(2025, None)
    for address in ("", "levies/FIRE2", "levies/STATE", "levies/SD200MO", "areas/", "areas/P1"):
        page = Page(site.get(f"/benton/2025/{address}").text)
        scripts = [attrs for tag, attrs in page.elements if tag == "script"]
        assert all("src" in one or one == {"type": "application/json"} for one in scripts)
        assert "b" not in {tag for tag, _ in page.elements} or "FIRE2" in address
        assert "<script>" not in page.html, address
        assert "{{ 7 * 7 }}" in page.text, "it is shown as it was written"


def test_codes_with_any_sign_lead_to_their_pages(benton: Season, site_of: SiteOf) -> None:
    odd = 'A/B?c=1&d#e%20"<i>'
    season = replace(benton, areas=(*benton.areas, Area(odd, odd, AreaStatus.INACTIVE)))
    site = site_of(season)
    page = Page(site.get("/benton/2025/areas/").text)
    link = next(
        address for address in page.addresses() if address.startswith("/benton/2025/areas/A")
    )
    answer = site.get(link)
    assert answer.status_code == 200
    assert f"Tax code area {odd}" in Page(answer.text).text


def test_two_seasons_can_be_told_apart(benton: Season, site_of: SiteOf) -> None:
    site = site_of(benton)
    for facts in (
        replace(benton.facts, county="San Juan", tax_year=2024),
        replace(benton.facts, state="OR", tax_year=2025),
    ):
        site_of(replace(benton, facts=facts, levy_values=()))
    board = Page(site.get("/san-juan/2024/").text)
    assert "San Juan County, tax year 2024" in board.text
    assert {"/benton-wa/2025/", "/benton-or/2025/"} <= set(board.addresses())
    assert "Benton County, OR" in site.get("/benton-or/2025/").text
    for page in ("levies/KENN", "areas/", "areas/K1 RA1"):
        answer = site.get(f"/benton-or/2025/{page}")
        assert answer.status_code == 200, "no law is known for Oregon, but its season is shown"
        assert "$5.90" not in answer.text
    assert site.get("/benton/2025/").status_code == 404, "which of two is not said"

"""All areas at a glance: found and sorted as the address asks, with the room in each limit."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from levy.services.area_limits import area_limits
from levy.services.opened_season import OpenedSeason
from levy.web.areas_view import SORTS, LimitUse, areas_page
from tests.levy.web.page_reading import Page

AREAS = "/benton/2025/areas/"


def codes(site: FlaskClient, view: OpenedSeason, asked: str) -> list[str]:
    """Return the areas that the page shows, in its order."""
    known = {
        row.area if row.name == row.area else f"{row.area} {row.name}": row.area
        for row in view.season.areas
    }
    table = Page(site.get(f"{AREAS}?{asked}").text).tables[0]
    return [known[row[0].shown] for row in table if row[0].shown in known]


def paying(view: OpenedSeason, levy: str) -> set[str]:
    return {row.area for row in view.season.area_levies if row.levy == levy}


# fmt: off
FOUND = [
    # asked                             areas                                              because
    ("find=k1",                         lambda view: {row.area for row in view.season.areas if "K1" in row.area},
                                                                                           "a part of the code, in any case"),
    ("find=fir004",                     lambda view: paying(view, "FIR004"),               "the levy that they pay"),
    ("find=  ra1 ",                     lambda view: {row.area for row in view.season.areas if "RA1" in row.area},
                                                                                           "blanks around do not matter"),
    ("find=nobody",                     lambda view: set(),                                "nothing"),
    ("find='; DROP TABLE levy; --",     lambda view: set(),                                "SQL"),
    ("find=%3Cscript%3E",               lambda view: set(),                                "HTML"),
    ("sort=nonsense",                   lambda view: {row.area for row in view.season.areas},
                                                                                           "no such column: it asks for nothing"),
]
# fmt: on


@pytest.mark.parametrize("asked, wanted, because", FOUND, ids=[row[2] for row in FOUND])
def test_what_is_found(
    site: FlaskClient,
    view: OpenedSeason,
    asked: str,
    wanted: Callable[[OpenedSeason], set[str]],
    because: str,
) -> None:
    found = codes(site, view, asked)
    assert found == sorted(wanted(view)), because
    page = site.get(f"{AREAS}?{asked}").text
    assert page.count("<script") == 2, "what was asked is never HTML"
    assert ("No areas match." in page) == (not found)
    count = "All 76 areas" if len(found) == 76 else f"{len(found)} of 76 areas"
    assert count in page
    assert "$318,402,536.06" in page, "the sums are those of all areas"


@pytest.mark.parametrize("key", SORTS)
def test_the_order(site: FlaskClient, view: OpenedSeason, key: str) -> None:
    assert view.result is not None
    totals = {row.area: row for row in view.result.areas}
    values = {row.area: row.regular for row in view.season.values}
    status = {row.area: row.status for row in view.season.areas}
    active = {row.levy for row in view.season.levies if row.status == "active"}
    levies = {
        area: sum(row.area == area and row.levy in active for row in view.season.area_levies)
        for area in status
    }
    of: dict[str, Callable[[str], object]] = {
        "area": lambda area: area,
        "status": lambda area: status[area],
        "levies": lambda area: levies[area],
        "rate": lambda area: totals[area].total_rate if area in totals else None,
        "senior": lambda area: totals[area].senior_rate if area in totals else None,
        "room1": lambda area: room(view, area, 0),
        "room2": lambda area: room(view, area, 1),
        "value": lambda area: values.get(area),
        "tax": lambda area: totals[area].tax if area in totals else None,
    }
    blank = sorted(area for area in status if of[key](area) is None)
    for asked, down in ((f"sort={key}", False), (f"sort={key}&down=1", True)):
        shown = codes(site, view, asked)
        known = [of[key](area) for area in shown if of[key](area) is not None]
        assert known == sorted(known, reverse=down)  # type: ignore[type-var]
        assert shown[len(known) :] == blank, "what is not known comes last, either way"


def test_an_area_over_a_limit_has_room_below_zero(view: OpenedSeason) -> None:
    assert view.result is not None
    over = tuple(row._replace(aggregate_590=Decimal("6.1")) for row in view.result.areas)
    page = areas_page(view._replace(result=replace(view.result, areas=over)))
    found = {row.limits[0] for row in page.rows if row.totals}
    assert found == {LimitUse(Decimal("6.1"), Decimal("-0.2"), 1000)}


def room(view: OpenedSeason, area: str, limit: int) -> Decimal | None:
    """Return the room that the area's own page shows, of an area that has totals."""
    return area_limits(view, area).limits[limit].left


def test_a_head_sorts_and_sorts_back(site: FlaskClient) -> None:
    links = {link for link in Page(site.get(AREAS).text).addresses() if "sort=room1" in link}
    assert links == {f"{AREAS}?sort=room1"}, "who lacks room comes first"
    page = site.get(f"{AREAS}?sort=room1&find=k1")
    assert 'aria-sort="ascending"' in page.text
    links = {link for link in Page(page.text).addresses() if "sort=room1" in link}
    assert links == {f"{AREAS}?find=k1&sort=room1&down=1"}, "and keeps what was asked besides"

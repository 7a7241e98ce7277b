"""A season far larger than any county's, and one of next to nothing."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from flask.testing import FlaskClient

from levy.kinds import AreaStatus, Base, DistrictKind, LevyKind
from levy.law.season import (
    Area,
    AreaLevy,
    AreaValues,
    District,
    Levy,
    Request,
    Season,
    SeasonFacts,
)
from levy.services.calculate_season import calculate_season
from levy.services.open_season import open_season
from tests.levy.web.page_reading import Page
from tiers import full

AREAS, LEVIES, DISTRICTS, OF_AN_AREA = 5_000, 2_000, 400, 12
NONE = ("senior", "timber_full", "timber_half")
SiteOf = Callable[[Season], FlaskClient]


def season_of(areas: int, levies: int, facts: SeasonFacts) -> Season:
    """Return a season of bonds, each certified, each area paying a dozen of them."""
    codes = [f"L{number:04}" for number in range(levies)]
    return Season(
        facts=facts,
        districts=tuple(
            District(f"D{number:03}", f"District {number:03}", DistrictKind.SCHOOL)
            for number in range(DISTRICTS if levies else 0)
        ),
        levies=tuple(
            Levy(
                code,
                f"D{number % DISTRICTS:03}",
                f"Bond of a long name, for schools and their playing fields, {number}",
                LevyKind.BOND,
                Base.EXCESS,
            )
            for number, code in enumerate(codes)
        ),
        areas=tuple(
            Area(f"A{number:04}", f"A{number:04}", AreaStatus.ACTIVE) for number in range(areas)
        ),
        area_levies=tuple(
            AreaLevy(f"A{number:04}", codes[(number * OF_AN_AREA + step) % levies])
            for number in range(areas)
            for step in range(OF_AN_AREA)
        ),
        values=tuple(
            AreaValues(
                f"A{number:04}", regular=Decimal(10**9 + number), **dict.fromkeys(NONE, Decimal(0))
            )
            for number in range(areas)
        ),
        requests=tuple(
            Request(code, certified_amount=Decimal(10**6 + number))
            for number, code in enumerate(codes)
        ),
    )


PAGES = ("", "areas/", "measures", "what-if/", "history", "export")


@full
def test_a_huge_season(benton: Season, site_of: SiteOf) -> None:
    site = site_of(season_of(AREAS, LEVIES, benton.facts))
    calculate_season(2025)
    result = open_season(2025).result
    assert result is not None
    total = f"${sum(row.tax or 0 for row in result.levies):,.2f}"
    board = Page(site.get("/benton/2025/").text)
    assert "2,000 levies · 2,000 computed" in board.text
    assert "Due Nov 30, 2024: 2,000 of 2,000 certified" in board.text
    assert sum(row[0].attrs.get("scope") == "row" for row in board.tables[0]) == LEVIES + 3
    assert f"Total tax in the county | {total}" in board.text
    found = Page(site.get("/benton/2025/?find=L19&sort=tax&down=1").text)
    assert "100 of 2,000 levies" in found.text
    areas = Page(site.get("/benton/2025/areas/").text)
    assert len(areas.tables[0]) == 1 + AREAS + 3
    assert f"Tax of all levies in the county | {total}" in areas.text
    for address in ("levies/L1999", "areas/A4999", "levies/L0000/inputs"):
        assert site.get(f"/benton/2025/{address}").status_code == 200, address


def test_a_season_of_nothing(benton: Season, site_of: SiteOf) -> None:
    site = site_of(season_of(0, 0, benton.facts))
    for computed in (False, True):
        if computed:
            calculate_season(2025)
        for address in PAGES:
            answer = site.get(f"/benton/2025/{address}")
            assert answer.status_code == 200, (address, computed)
        board = Page(site.get("/benton/2025/").text)
        assert "0 levies · 0 computed" in board.text
        assert "This season has no levies." in board.text
        assert "This season has no areas." in site.get("/benton/2025/areas/").text


def test_a_season_half_filled(benton: Season, site_of: SiteOf) -> None:
    whole = season_of(40, 24, benton.facts)
    site = site_of(replace(whole, requests=whole.requests[:12], values=whole.values[:20]))
    calculate_season(2025)
    board = Page(site.get("/benton/2025/").text)
    assert "24 levies · 12 computed · 12 wait" in board.text
    assert "Due Nov 30, 2024: 12 of 24 certified (12 without a date); 12 missing" in board.text
    sums = {row[0].shown: row[1].shown for row in board.tables[0][-2:]}
    assert set(sums.values()) == {"—"}, "no sum is made of what is known alone"
    areas = Page(site.get("/benton/2025/areas/").text)
    bare = next(row for row in areas.tables[0] if row[0].shown == "A0039")
    assert [cell.shown for cell in bare[-2:]] == ["—", "—"]

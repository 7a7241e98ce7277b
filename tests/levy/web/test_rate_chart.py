"""What Vega-Lite is given to draw: the area's own rates, and nothing of what is not known."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from levy.law.season import Season
from levy.services.calculate_season import calculate_season
from levy.services.opened_season import OpenedSeason
from levy.services.season_figures import area_named
from levy.web.area_view import area_page
from levy.web.rate_chart import rate_chart

# fmt: off
BARS = [
    # bar,                parts, ends at,         limit,              because
    ("All levies",        12,    "10.4635992074", None,               "the area's total rate"),
    ("Counted in $5.90",  6,     "3.9676429857",  "5.90",             "what the $5.90 limit counts"),
    ("Counted in 1 %",    8,     "6.2356680622",  "10.4384133611691", "what the 1 % limit counts"),
]
# fmt: on


@pytest.mark.parametrize("bar, parts, ends, limit, because", BARS, ids=[row[0] for row in BARS])
def test_a_bar(
    view: OpenedSeason, bar: str, parts: int, ends: str, limit: str | None, because: str
) -> None:
    chart = rate_chart(area_page(view, area_named(view.season, "P1")))
    assert chart is not None
    drawn, limits = (
        [row for row in layer["data"]["values"] if row["bar"] == bar] for layer in chart["layer"]
    )
    assert (len(drawn), drawn[-1]["to"]) == (parts, ends), because
    assert [row["limit"] for row in limits] == ([limit] if limit else []), because
    reached = Decimal(0)
    for row in drawn:
        assert Decimal(row["from"]) == reached, "no gap and no overlap"
        reached += Decimal(row["rate"])
        assert Decimal(row["to"]) == reached


def test_nothing_is_drawn_while_a_rate_is_not_known(
    site_of: Callable[[Season], FlaskClient], benton: Season
) -> None:
    requests = tuple(
        replace(row, certified_amount=None) if row.levy == "PROSSER" else row
        for row in benton.requests
    )
    site = site_of(replace(benton, requests=requests))
    calculate_season(2025)
    assert "application/json" not in site.get("/benton/2025/areas/P1").text


def test_only_pages_with_a_chart_load_what_draws_it(site: FlaskClient) -> None:
    assert "vega" in site.get("/benton/2025/areas/P1").text
    assert "vega" not in site.get("/benton/2025/").text

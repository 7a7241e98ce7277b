"""The versions of a season's values, and what differs between two."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from levy.law.season import AreaValues, Season
from levy.services.calculate_season import calculate_season
from levy.store.inputs import save_inputs
from levy.store.transaction import transaction
from tests.levy.web.page_reading import Page

PAGE = "/benton/2025/values"


@pytest.fixture
def thrice(site_of: Callable[[Season], FlaskClient], benton: Season) -> FlaskClient:
    """Return a browser before a season whose values came three times."""
    site = site_of(benton)
    first, second, *rest = benton.values
    higher = replace(first, regular=(first.regular or Decimal(0)) + 1_000)
    without = replace(second, senior=None)
    new = AreaValues("NEW1", regular=Decimal(5))
    for values in ((higher, without, *rest), (higher, without, *rest, new)):
        with transaction():
            save_inputs(replace(benton, values=values), reason="the assessor's second letter")
    calculate_season(2025)
    return site


def test_every_version_is_listed_with_its_reason(thrice: FlaskClient) -> None:
    page = Page(thrice.get(PAGE).text)
    assert [row[0].shown for row in page.tables[0][1:]] == ["3 computed from", "2", "1"]
    assert "the assessor's second letter" in page.text
    assert 'href="/benton/2025/values">version 3<' in thrice.get("/benton/2025/").text


# fmt: off
COMPARED = [
    # asked,            differences (area, value, after, difference),                          because
    ("",                [("NEW1", "regular", "$5", "—")],                                      "the last two, where nobody asks"),
    ("?from=1&to=2",    [("FIRST", "regular", None, "$1,000"), ("SECOND", "senior", "—", "—")], "a value that rose, one that went"),
    ("?from=2&to=1",    [("FIRST", "regular", None, "-$1,000"), ("SECOND", "senior", None, "—")], "the other way round"),
]
# fmt: on


@pytest.mark.parametrize("asked, differences, because", COMPARED, ids=[row[2] for row in COMPARED])
def test_what_differs(
    thrice: FlaskClient,
    benton: Season,
    asked: str,
    differences: list[tuple[str, str, str | None, str]],
    because: str,
) -> None:
    names = {"FIRST": benton.values[0].area, "SECOND": benton.values[1].area}
    rows = [
        [cell.shown for cell in row]
        for row in Page(thrice.get(f"{PAGE}{asked}").text).tables[1][1:]
    ]
    assert [(row[0], row[1], row[4]) for row in rows] == [
        (names.get(code, code), field, by) for code, field, _, by in differences
    ], because
    for row, (_, _, after, _) in zip(rows, differences, strict=True):
        assert after is None or row[3] == after, because


def test_a_version_that_is_not_there(thrice: FlaskClient) -> None:
    answer = thrice.get(f"{PAGE}?from=9")
    assert answer.status_code == 404
    assert "The season has no version 9 of its values; it has 1, 2, 3." in answer.text


def test_one_version_has_nothing_to_compare(site: FlaskClient) -> None:
    assert "There is only one version" in site.get(PAGE).text

"""Drawings to scale: no part lost to rounding, nothing drawn of what is not known."""

from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from levy.law.area_limits import AreaLimit, StackedLevel, StackedRate
from levy.web.charts import gauge, stack
from tests.levy.web.page_reading import Page

D = Decimal


def test_a_stack_fills_its_bar_without_gaps() -> None:
    drawn = stack([("A", D(1)), ("B", D(1)), ("NAUGHT", D(0)), ("C", D(1))])
    assert [(one.start, one.length) for one in drawn] == [(0, 333), (333, 333), (666, 334)]
    assert drawn[0].tooltip == "A 1"
    assert [one.name for one in stack([("LONGNAME", D(1)), ("B", D(99))])] == ["", "B"]


def test_a_stack_of_nothing() -> None:
    assert stack([("NAUGHT", D(0))]) == ()


def _limit(limit: str, *rates: tuple[str, str]) -> AreaLimit:
    levels = tuple(
        StackedLevel(levy, (StackedRate(levy, "", D(number), D(number)),), D(0))
        for levy, number in rates
    )
    return AreaLimit("$5.90", D(limit), sum((D(number) for _, number in rates), D(0)), {}, levels)


# fmt: off
GAUGES = [
    # limit                                      lengths      mark   sentence                               because
    (_limit("4", ("CITY", "1"), ("FIRE", "1")),  [250, 250],  1000,  "by more than $2, the first to lose is FIRE.",  "half is left"),
    (_limit("4", ("CITY", "2"), ("PARK", "0")),  [500],       1000,  "the first to lose is CITY.",                   "who has nothing loses nothing"),
    (_limit("4", ("CITY", "4"), ("FIRE", "1")),  [800, 200],  800,   "",                                             "over the limit: the mark stays within"),
]
# fmt: on


@pytest.mark.parametrize("limit, lengths, mark, sentence, because", GAUGES)
def test_a_gauge(
    limit: AreaLimit, lengths: list[int], mark: int, sentence: str, because: str
) -> None:
    drawn = gauge(limit)
    assert drawn is not None
    assert ([one.length for one in drawn.segments], drawn.mark) == (lengths, mark), because
    assert drawn.sentence.endswith(sentence), because
    assert bool(drawn.sentence) == bool(sentence), because


@pytest.mark.parametrize("field", ["limit", "counted"])
def test_what_is_not_known_is_not_drawn(field: str) -> None:
    assert gauge(_limit("4", ("CITY", "1"))._replace(**{field: None})) is None


def test_an_area_is_drawn(site: FlaskClient) -> None:
    page = Page(site.get("/benton/2025/areas/K1").text)
    drawings = [attrs for tag, attrs in page.elements if tag == "svg"]
    assert len(drawings) == 3, "its stack and two limits"
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs in drawings)
    assert "If rates that count here rise by more than $3.4921283158" in page.text

"""A levy that waits for its request shows its worksheet as far as that decides nothing."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from levy.law.washington.season import calculate
from levy.params.washington import law
from tests.law.golden import benton
from tests.law.reevaluation import assert_explained

LAW = law(2025)

# fmt: off
WAITING = [
    # levy     known                          blank                                 because
    ("KENN",   ("A", "H", "K", "P2I", "P2K"), ("P2H", "P2J", "P2L", "P2O", "P2P", "P2S", "P2S_rate"), "both pages but for what follows from line H of page 2"),
    ("FIRE2",  ("H", "I", "voted_levy"),      ("P2H", "P2S", "P2S_rate"),           "a single-year lid lift"),
    ("SD17MO", ("value", "maximum_amount"),   ("certified", "P2S", "P2S_rate"),     "a school's enrichment levy"),
    ("FIRE2BD", ("value",),                   ("certified", "P2S", "P2S_rate"),     "a bond: nothing but its amount over its value"),
]
# fmt: on


@pytest.mark.parametrize("row", [True, False], ids=["a blank amount", "no row"])
@pytest.mark.parametrize("levy, known, blank, because", WAITING)
def test_what_is_known_without_the_request(levy, known, blank, because, row):
    season = benton.season()
    requests = tuple(
        replace(one, certified_amount=None) if one.levy == levy else one
        for one in season.requests
        if row or one.levy != levy
    )
    result = calculate(replace(season, requests=requests), LAW)
    waiting = next(one for one in result.levies if one.levy == levy)
    sheet = waiting.worksheet
    assert waiting.missing == "the amount that the district certifies (requests.csv)"
    assert (waiting.amount, waiting.rate, waiting.tax) == (None, None, None)
    assert_explained(sheet)
    assert {key for key in known if sheet.value(key) is None} == set(), because
    assert {key for key in blank if sheet.value(key) is not None} == set(), because
    full = benton.levy(levy).worksheet
    for line in sheet.lines:
        if line.value is not None and row:
            assert line == full.line(line.key)
    assert sheet.line("value").source == full.line("value").source


def test_a_levy_that_waits_for_more_has_no_worksheet():
    season = benton.season()
    limits = tuple(
        replace(one, last_levy=None) if one.levy == "KENN" else one for one in season.limits
    )
    result = calculate(replace(season, limits=limits), LAW)
    waiting = next(one for one in result.levies if one.levy == "KENN")
    assert (waiting.missing, waiting.worksheet) == ("its levy of last year (limits.csv)", None)
    assert D(0) not in {waiting.amount, waiting.rate}

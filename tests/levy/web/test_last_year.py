"""What a levy was last year, and how far this year's is from it."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from levy.law.season import Limit, Season
from levy.services.calculate_season import calculate_season
from levy.services.last_year import Change, LastYear, change
from levy.services.opened_season import OpenedSeason
from levy.web import format as written
from tests.levy.web.page_reading import Page
from tests.levy.web.test_half_filled import SiteOf

# fmt: off
CHANGES = [
    # now             before           change                                          because
    (D("103.00"),     D("100.00"),     Change(D("100.00"), D("3.00"), D("3.0")),       "more"),
    (D("96.95"),      D("100.00"),     Change(D("100.00"), D("-3.05"), D("-3.1")),     "less: a half goes away from 0"),
    (D("100.00"),     D("100.00"),     Change(D("100.00"), D("0.00"), D("0.0")),       "the same"),
    (D("5.00"),       D("0.00"),       Change(D("0.00"), D("5.00"), None),             "no part of nothing"),
    (D("1.304693"),   D("1.3"),        Change(D("1.3"), D("0.004693"), D("0.4")),      "a rate keeps its digits"),
    (None,            D("100.00"),     None,                                           "not computed"),
    (D("100.00"),     None,            None,                                           "not known, and no 0"),
]
# fmt: on


@pytest.mark.parametrize("now, before, wanted, because", CHANGES)
def test_a_change(now: D | None, before: D | None, wanted: Change | None, because: str) -> None:
    assert change(now, before) == wanted, because


# fmt: off
WRITTEN = [
    # change,                                             unit,       written,                                        because
    (Change(D("100.00"), D("3.00"), D("3.0")),            "dollars",  "+$3.00 (+3.0 %), last year $100.00",           "more"),
    (Change(D("100.00"), D("-3.05"), D("-3.1")),          "dollars",  "-$3.05 (-3.1 %), last year $100.00",           "less"),
    (Change(D("1.3"), D("-0.000001"), D("0.0")),          "rate",     "-0.000001 (-0.0 %), last year 1.3",            "a little less is less"),
    (Change(D("0.00"), D("5.00"), None),                  "dollars",  "+$5.00, last year $0.00",                      "no percent of nothing"),
]
# fmt: on


@pytest.mark.parametrize("since, unit, wanted, because", WRITTEN)
def test_how_it_is_written(since: Change, unit: str, wanted: str, because: str) -> None:
    assert written.since_last_year(since, unit) == wanted, because


def test_what_was_given_goes_before_what_was_computed(benton: Season, view: OpenedSeason) -> None:
    """Of a levy that no row of limits.csv names, last year's season tells it, where there is one."""
    result = view.result
    assert result is not None
    computed = next(row for row in result.levies if row.levy == "KENN")
    given = Limit("KENN", last_levy=D("15398785.00"), last_rate=D("1.324557023338"))
    # fmt: off
    cases = [
        # limits,                                last,           amount,            rate,              because
        ((given,),                               result,  given.last_levy,   given.last_rate,   "as given"),
        ((),                                     result,  computed.amount,   computed.rate,     "as computed then"),
        ((replace(given, last_levy=None),),      result,  computed.amount,   given.last_rate,   "each separately"),
        ((),                                     None,           None,              None,              "no season of last year"),
    ]
    # fmt: on
    for limits, last, amount, rate, because in cases:
        season = replace(benton, limits=limits)
        before = LastYear(season, last)
        assert (before.amount("KENN"), before.rate("KENN")) == (amount, rate), because
        assert (before.amount("NOBODY"), before.rate("NOBODY")) == (None, None)


def test_the_board_knows_it_from_last_year_s_season(benton: Season, site_of: SiteOf) -> None:
    """A school's levy has no row in limits.csv: its rate of last year is that of its season."""
    site = site_of(benton)
    calculate_season(2025, None)
    facts = replace(benton.facts, tax_year=2026)
    site_of(replace(benton, facts=facts, levy_values=()))

    def last_rates(year: int) -> dict[str, str]:
        rows = Page(site.get(f"/benton/{year}/").text).tables[0]
        return {row[0].shown.split()[0]: row[4].shown for row in rows if len(row) == 11}

    assert last_rates(2025)["SD17"] == "—"
    assert last_rates(2026)["SD17"].strip() == "1.2111804062"
    assert last_rates(2026)["KENN"] == last_rates(2025)["KENN"], "as it is given"

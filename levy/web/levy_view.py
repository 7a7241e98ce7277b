"""The page of one levy: its worksheet, what decided it, and its measures and areas."""

from typing import NamedTuple

from levy.law.season import (
    District,
    Levy,
    LevyResult,
    Measure,
    Notice,
    SeasonResult,
)
from levy.services.last_year import Change, LastYear, change
from levy.services.open_season import season_before
from levy.services.opened_season import OpenedSeason
from levy.services.season_form import form_of
from levy.web.bars import Bar, bars
from levy.web.explanation import explanation
from levy.web.format import figure
from levy.web.worksheet_lines import Part, parts_of


class LevyPage(NamedTuple):
    """The contents of a levy's page; result is None if the season is not computed.

    waits  what it waits for, or blank
    why    what was requested, what decided the levy, and the result
    amount_since, rate_since  how much more the levy and its rate are than last year's
    before the figures of last year's worksheet, by line; empty if last year is not loaded
    """

    levy: Levy
    district: District
    result: LevyResult | None
    waits: str
    why: str
    parts: tuple[Part, ...]
    compared: tuple[Bar, ...]
    notices: tuple[Notice, ...]
    measures: tuple[Measure, ...]
    areas: tuple[str, ...]
    before: dict[str, str]
    amount_since: Change | None
    rate_since: Change | None


def levy_page(view: OpenedSeason, levy: Levy) -> LevyPage:
    """Return the page of a levy."""
    season, code = view.season, levy.levy
    result = _result(view.result, code)
    sheet = result.worksheet if result else None
    last = season_before(season)
    before = LastYear(season, last)
    missing = result.missing if result else "the season to be computed"
    return LevyPage(
        levy,
        next(row for row in season.districts if row.district == levy.district),
        result,
        f"waits for {missing}" if missing else "",
        _why(view, levy, result),
        parts_of(sheet, form_of(season), code) if sheet else (),
        bars(form_of(season).candidates(result)) if result else (),
        tuple(row for row in view.result.notices if row.subject == code) if view.result else (),
        tuple(row for row in season.measures if row.levy == code),
        tuple(row.area for row in season.area_levies if row.levy == code),
        _last_year_figures(last, code),
        change(result and result.amount, before.amount(code)),
        change(result and result.rate, before.rate(code)),
    )


def _result(result: SeasonResult | None, code: str) -> LevyResult | None:
    if result is None:
        return None
    return next((row for row in result.levies if row.levy == code), None)


def _why(view: OpenedSeason, levy: Levy, result: LevyResult | None) -> str:
    if result is None:
        return "It waits for the season to be computed."
    request = next((row for row in view.season.requests if row.levy == levy.levy), None)
    received = next((row for row in view.season.received if row.levy == levy.levy), None)
    return explanation(levy, result, request, received, form_of(view.season))


def _last_year_figures(last: SeasonResult | None, code: str) -> dict[str, str]:
    row = _result(last, code)
    if row is None or row.worksheet is None:
        return {}
    return {
        line.key: figure(line.value, line.unit)
        for line in row.worksheet.lines
        if line.value is not None
    }

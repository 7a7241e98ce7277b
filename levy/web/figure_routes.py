"""How one figure came to be: of a levy, an area or the season, or of a scenario of it."""

import re
from difflib import get_close_matches
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from levy.errors import CodeUnknown, InputRefused, ScenarioMissing
from levy.law.season import SeasonResult
from levy.law.worksheet import Worksheet
from levy.services.area_limits import area_figures
from levy.services.changed_season import AREA_VALUES
from levy.services.history import history
from levy.services.season_figures import area_named, levy_named, result_of, result_of_levy
from levy.services.season_form import form_of
from levy.services.season_view import SeasonView
from levy.services.season_worksheet import season_worksheet
from levy.services.what_if import WhatIf, what_ifs
from levy.web.figure_view import Of, Shelf, figure_page
from levy.web.season_address import ShownSeason, season_at

Page = str | Response
_NUMBER = re.compile(r"[0-9]{1,18}")


def add_figure_routes(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    season = "/<county>/<int:year>"
    pages.add_url_rule(f"{season}/figures/<key>", view_func=season_figure)
    pages.add_url_rule(f"{season}/levies/<path:code>/figures/<key>", view_func=levy_figure)
    pages.add_url_rule(f"{season}/areas/<path:code>/figures/<key>", view_func=area_figure)


def season_figure(county: str, year: int, key: str) -> Page:
    """Show how a sum of the season came to be."""
    shown = season_at(county, year)
    view, scenario = _asked(shown)
    sheet = season_worksheet(view, result_of(view))
    return _page(shown, view, scenario, Of("season", ""), sheet, key)


def levy_figure(county: str, year: int, code: str, key: str) -> Page:
    """Show how a line of a levy's worksheet came to be, or one that its result names."""
    shown = season_at(county, year)
    view, scenario = _asked(shown)
    levy = levy_named(view.season, code).levy
    sheet = result_of_levy(result_of(view), levy).worksheet or Worksheet("")
    return _page(shown, view, scenario, Of("levy", levy), sheet, key)


def area_figure(county: str, year: int, code: str, key: str) -> Page:
    """Show how a figure of a tax code area came to be."""
    shown = season_at(county, year)
    view, scenario = _asked(shown)
    result_of(view)
    area = area_named(view.season, code).area
    return _page(shown, view, scenario, Of("area", area), area_figures(view, area), key)


def _asked(shown: ShownSeason) -> tuple[SeasonView, WhatIf | None]:
    """Return the season, or the scenario of it that the address asks for."""
    asked = request.args.get("scenario", "")
    if not asked:
        return shown.view, None
    number = int(asked) if _NUMBER.fullmatch(asked) else 0
    found = what_ifs(shown.view.season, (number,)) if number else ()
    if not found:
        raise ScenarioMissing(asked[:30])
    scenario = found[0]
    if scenario.result is None:
        raise InputRefused("The scenario", scenario.problem, "Take its changes back.")
    view = shown.view._replace(season=scenario.season, result=scenario.result)
    return view, scenario


def _page(
    shown: ShownSeason,
    view: SeasonView,
    scenario: WhatIf | None,
    of: Of,
    sheet: Worksheet,
    key: str,
) -> Page:
    form = form_of(view.season)
    named = form.named_lines(sheet)
    if named.get(key):
        there = {"code": of.code, "key": named[key], **shown.address}
        if scenario is not None:
            there["scenario"] = scenario.number
        return redirect(url_for("web.levy_figure", **there))
    if not sheet.has(key):
        nearest = get_close_matches(key, list(sheet.by_key), n=3)
        raise CodeUnknown("figure", key, nearest, view.season.facts.tax_year)
    shelf = Shelf(of, sheet, form, history(shown.view.season), _certified(form, result_of(view)))
    page = figure_page(shelf, key)
    rest: dict[str, Any] = shown._asdict() | {"view": view}
    of_areas = any(step.row.line.source.startswith(AREA_VALUES) for step in page.steps)
    areas = [row.area for row in view.season.area_levies if row.levy == of.code and of_areas]
    changed = {change.cell: change for change in scenario.changes} if scenario else {}
    return render_template(
        "figure.html", page=page, areas=areas, scenario=scenario, changed=changed, **rest
    )


def _certified(form: Any, result: SeasonResult) -> dict[str, str]:
    """Return the line with the certified rate of each levy that has one."""
    return {
        row.levy: line
        for row in result.levies
        if row.worksheet is not None
        and (line := form.named_lines(row.worksheet).get("certified_rate"))
    }

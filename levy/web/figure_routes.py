"""The pages that show how one figure of a levy, an area or the season was computed."""

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
from levy.services.opened_season import OpenedSeason
from levy.services.season_figures import area_named, levy_named, result_of, result_of_levy
from levy.services.season_form import form_of
from levy.services.season_worksheet import season_worksheet
from levy.services.what_if import WhatIf, what_ifs
from levy.web.figure_view import FigureOwner, WorksheetContext, figure_page
from levy.web.season_address import SeasonContext, season_at

Page = str | Response
_NUMBER = re.compile(r"[0-9]{1,18}")


def add_figure_routes(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    season = "/<county>/<int:year>"
    pages.add_url_rule(f"{season}/figures/<key>", view_func=season_figure)
    pages.add_url_rule(f"{season}/levies/<path:code>/figures/<key>", view_func=levy_figure)
    pages.add_url_rule(f"{season}/areas/<path:code>/figures/<key>", view_func=area_figure)


def season_figure(county: str, year: int, key: str) -> Page:
    """Show how a sum of the season was computed."""
    context = season_at(county, year)
    view, scenario = _view_and_scenario(context)
    sheet = season_worksheet(view, result_of(view))
    return _page(context, view, scenario, FigureOwner("season", ""), sheet, key)


def levy_figure(county: str, year: int, code: str, key: str) -> Page:
    """Show how a line of a levy's worksheet was computed; its result may name the line."""
    context = season_at(county, year)
    view, scenario = _view_and_scenario(context)
    levy = levy_named(view.season, code).levy
    sheet = result_of_levy(result_of(view), levy).worksheet or Worksheet("")
    return _page(context, view, scenario, FigureOwner("levy", levy), sheet, key)


def area_figure(county: str, year: int, code: str, key: str) -> Page:
    """Show how a figure of a tax code area was computed."""
    context = season_at(county, year)
    view, scenario = _view_and_scenario(context)
    result_of(view)
    area = area_named(view.season, code).area
    return _page(context, view, scenario, FigureOwner("area", area), area_figures(view, area), key)


def _view_and_scenario(context: SeasonContext) -> tuple[OpenedSeason, WhatIf | None]:
    """Return the season, or the scenario that the address names."""
    text = request.args.get("scenario", "")
    if not text:
        return context.view, None
    number = int(text) if _NUMBER.fullmatch(text) else 0
    scenarios = what_ifs(context.view.season, (number,)) if number else ()
    if not scenarios:
        raise ScenarioMissing(text[:30])
    scenario = scenarios[0]
    if scenario.result is None:
        raise InputRefused("The scenario", scenario.problem, "Undo its changes.")
    view = context.view._replace(season=scenario.season, result=scenario.result)
    return view, scenario


def _page(
    context: SeasonContext,
    view: OpenedSeason,
    scenario: WhatIf | None,
    of: FigureOwner,
    sheet: Worksheet,
    key: str,
) -> Page:
    form = form_of(view.season)
    named = form.named_lines(sheet)
    if named.get(key):
        target = {"code": of.code, "key": named[key], **context.address}
        if scenario is not None:
            target["scenario"] = scenario.number
        return redirect(url_for("web.levy_figure", **target))
    if not sheet.has(key):
        nearest = get_close_matches(key, list(sheet.by_key), n=3)
        raise CodeUnknown("figure", key, nearest, view.season.facts.tax_year)
    figures = WorksheetContext(
        of, sheet, form, history(context.view.season), _certified(form, result_of(view))
    )
    page = figure_page(figures, key)
    rest: dict[str, Any] = context._asdict() | {"view": view}
    of_areas = any(step.row.line.source.startswith(AREA_VALUES) for step in page.steps)
    areas = [row.area for row in view.season.area_levies if row.levy == of.code and of_areas]
    changed = {change.cell: change for change in scenario.changes} if scenario else {}
    return render_template(
        "figure.html", page=page, areas=areas, scenario=scenario, changed=changed, **rest
    )


def _certified(form: Any, result: SeasonResult) -> dict[str, str]:
    """Return the key of the line with the certified rate, for each levy that has one."""
    return {
        row.levy: line
        for row in result.levies
        if row.worksheet is not None
        and (line := form.named_lines(row.worksheet).get("certified_rate"))
    }

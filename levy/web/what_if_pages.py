"""What-if: scenarios of a season side by side, with what a typical home pays in each."""

import re
from decimal import Decimal
from typing import NamedTuple

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from levy.errors import InputRefused, ScenarioMissing
from levy.law.season import Levy, LevyResult, Season, SeasonResult
from levy.services.changed_season import LID_LIFT, Cell
from levy.services.figures import ungrouped
from levy.services.home_bill import Bill, home_bill
from levy.services.season_figures import area_named, in_reading_order, levy_named, total_tax
from levy.services.season_form import form_of
from levy.services.what_if import (
    WhatIf,
    change_scenario,
    discard_scenario,
    export_scenario,
    new_scenario,
    scenario_names,
    take_back,
    what_ifs,
)
from levy.web.season_address import NUMBER, ShownSeason, season_at
from levy.web.writes import sent

MOST = 4
HOME = Decimal(400_000)
# What people ask: the words, the file and column, whether it is of a levy.
QUESTIONS = {
    "limit_factor": ("Limit factor (1.01)", "limits.csv", "limit_factor"),
    "request": ("Certified request, dollars", "requests.csv", "certified_amount"),
    "resolution": ("Increase resolved, dollars", "requests.csv", "resolution_dollars"),
    "percent": ("Increase resolved, fraction (0.01)", "requests.csv", "resolution_percent"),
    "lid_lift": ("Lid lift passed, rate in $ per $1,000", LID_LIFT, "rate"),
    "new_construction": ("New construction, whole dollars", "limits.csv", "new_construction"),
    "annexed_value": ("Annexed value, whole dollars", "limits.csv", "annexed_value"),
}


class Column(NamedTuple):
    """The season or a scenario, as a column; number 0 is the season itself."""

    number: int
    name: str
    what_if: WhatIf | None
    results: dict[str, LevyResult]
    total: Decimal | None
    bill: Bill | None


class Compared(NamedTuple):
    """What stands side by side.

    levies  those whose levy or rate is not the same in all columns, or that a scenario changes
    billed  those that the home pays in any column
    """

    columns: tuple[Column, ...]
    levies: tuple[Levy, ...]
    billed: tuple[Levy, ...]
    bound_by: dict[str, str]
    area: str
    home: Decimal


def add_what_if_pages(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    here = "/<county>/<int:year>/what-if/"
    pages.add_url_rule(here, view_func=what_if)
    pages.add_url_rule(here, view_func=make_scenario, methods=["POST"])
    pages.add_url_rule(f"{here}{NUMBER}", view_func=scenario)
    pages.add_url_rule(f"{here}{NUMBER}", view_func=change, methods=["POST"])
    pages.add_url_rule(f"{here}{NUMBER}/take-back", view_func=undo_change, methods=["POST"])
    pages.add_url_rule(f"{here}{NUMBER}/discard", view_func=discard, methods=["POST"])
    pages.add_url_rule(f"{here}{NUMBER}/export", view_func=scenario_export)


def what_if(county: str, year: int) -> str:
    """Show the season and up to four scenarios side by side."""
    shown = season_at(county, year)
    known = scenario_names(shown.view.season)
    asked = [int(one) for one in request.args.getlist("s") if re.fullmatch(r"[0-9]{1,18}", one)]
    numbers = tuple(asked or [number for number, _ in known])[:MOST]
    found = what_ifs(shown.view.season, numbers) if numbers else ()
    page = _compared(shown, found)
    return render_template(
        "what_if.html", page=page, known=known, chosen=numbers, **shown._asdict()
    )


def make_scenario(county: str, year: int) -> Answer:
    """Make a scenario, and lead to it."""
    shown = season_at(county, year)
    number = new_scenario(shown.view.season, sent("name"))
    return redirect(url_for("web.scenario", number=number, **shown.address), 303)


def scenario(county: str, year: int, number: int) -> str:
    """Show one scenario beside the season, with the forms that change it."""
    shown = season_at(county, year)
    found = what_ifs(shown.view.season, (number,))
    if not found:
        raise ScenarioMissing(number)
    season = shown.view.season
    return render_template(
        "scenario.html",
        page=_compared(shown, found),
        scenario=found[0],
        questions=QUESTIONS,
        choices=in_reading_order(season),
        areas=sorted(area.area for area in season.areas),
        **shown._asdict(),
    )


def change(county: str, year: int, number: int) -> Answer:
    """Write one change into a scenario."""
    shown = season_at(county, year)
    cell = _asked(shown.view.season)
    change_scenario(shown.view.season, number, (cell, sent("text")))
    return redirect(url_for("web.scenario", number=number, **shown.address), 303)


def undo_change(county: str, year: int, number: int) -> Answer:
    """Let a scenario have in a cell what the season has."""
    shown = season_at(county, year)
    cell = Cell(sent("file"), sent("code"), sent("field"))
    take_back(shown.view.season, number, cell)
    return redirect(url_for("web.scenario", number=number, **shown.address), 303)


def discard(county: str, year: int, number: int) -> Answer:
    """Remove a scenario."""
    shown = season_at(county, year)
    flash(discard_scenario(shown.view.season, number))
    return redirect(url_for("web.what_if", **shown.address), 303)


def scenario_export(county: str, year: int, number: int) -> Response:
    """Give a scenario as a packed season folder."""
    shown = season_at(county, year)
    _, content = export_scenario(shown.view.season, number)
    answer = Response(content, mimetype="application/zip")
    name = f"{shown.address['county']}-{year}-what-if-{number}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _asked(season: Season) -> Cell:
    if sent("area"):
        area = area_named(season, sent("area")).area
        return Cell("area_levies.csv", area, levy_named(season, sent("levy")).levy)
    question = sent("question")
    if question not in QUESTIONS:
        raise InputRefused("The scenario", "Nothing to change was chosen.", "Choose what changes.")
    _, file, field = QUESTIONS[question]
    return Cell(file, levy_named(season, sent("levy")).levy, field)


def _compared(shown: ShownSeason, found: tuple[WhatIf, ...]) -> Compared:
    season = shown.view.season
    area, home = _home(season)
    columns = (
        _column(0, "The season", None, season, shown.view.result, area, home),
        *(_column(one.number, one.name, one, one.season, one.result, area, home) for one in found),
    )
    touched = {change.cell.code for one in found for change in one.changes}
    levies = tuple(
        levy
        for levy in in_reading_order(season)
        if levy.levy in touched or not _same(levy.levy, columns)
    )
    paid = {levy.levy for column in columns if column.bill for levy, _ in column.bill.levies}
    billed = tuple(levy for levy in in_reading_order(season) if levy.levy in paid)
    bound_by = dict(form_of(season).bound_by)
    return Compared(columns, levies, billed, bound_by, area, home)


def _column(
    number: int,
    name: str,
    of: WhatIf | None,
    season: Season,
    result: SeasonResult | None,
    area: str,
    home: Decimal,
) -> Column:
    return Column(
        number,
        name,
        of,
        {row.levy: row for row in result.levies} if result else {},
        total_tax(result) if result else None,
        home_bill(season, result, area, home) if result and area else None,
    )


def _same(levy: str, columns: tuple[Column, ...]) -> bool:
    results = [column.results.get(levy) for column in columns if column.results]
    return len({(row.amount, row.rate, row.tax) if row else None for row in results}) <= 1


def _home(season: Season) -> tuple[str, Decimal]:
    """Return the typical home's area and value: as asked, or the area with the most value."""
    asked = request.args.get("area", "").strip()
    if asked:
        area = area_named(season, asked).area
    else:
        values = {row.area: row.regular or Decimal(0) for row in season.values}
        area = max(values, key=lambda code: values[code], default="")
    home = ungrouped(request.args.get("home", "").strip())
    if not home:
        return area, HOME
    if not re.fullmatch(r"[0-9]{1,12}", home):
        raise InputRefused(
            "The home", f"{home[:30]!r} is no value.", "Write whole dollars: 400000."
        )
    return area, Decimal(home)

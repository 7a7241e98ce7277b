"""The page of one what-if scenario: its changes, their results, and the forms that change it.

A rejected change is shown again in its form, as it was typed, with the reason.
"""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from levy.errors import InputRefused, ScenarioConflict, ScenarioMissing
from levy.law.season import Season
from levy.services.changed_season import AREA_LEVIES, LID_LIFT, Cell
from levy.services.result_comparison import result_comparison
from levy.services.season_figures import area_named, in_reading_order, levy_named
from levy.services.what_if import (
    change_scenario,
    discard_scenario,
    export_scenario,
    undo_scenario_change,
    what_ifs,
)
from levy.web.attachment import attachment
from levy.web.error_handlers import status_of
from levy.web.season_address import NUMBER, SeasonContext, season_at
from levy.web.typical_home import home_query, typical_home
from levy.web.writes import sent

# What people ask: the label, the file and the column.
QUESTIONS = {
    "limit_factor": ("Limit factor (1.01)", "limits.csv", "limit_factor"),
    "request": ("Certified request, dollars", "requests.csv", "certified_amount"),
    "resolution": ("Increase resolved, dollars", "requests.csv", "resolution_dollars"),
    "percent": ("Increase resolved, fraction (0.01)", "requests.csv", "resolution_percent"),
    "lid_lift": ("Lid lift passed, rate in $ per $1,000", LID_LIFT, "rate"),
    "new_construction": ("New construction, whole dollars", "limits.csv", "new_construction"),
    "annexed_value": ("Annexed value, whole dollars", "limits.csv", "annexed_value"),
}


Reply = Answer | tuple[str, int]


def add_scenario_routes(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    rule = f"/<county>/<int:year>/what-if/{NUMBER}"
    pages.add_url_rule(rule, view_func=scenario)
    pages.add_url_rule(rule, view_func=change, methods=["POST"])
    pages.add_url_rule(f"{rule}/take-back", view_func=undo_change, methods=["POST"])
    pages.add_url_rule(f"{rule}/discard", view_func=discard, methods=["POST"])
    pages.add_url_rule(f"{rule}/export", view_func=scenario_export)


def scenario(county: str, year: int, number: int) -> tuple[str, int]:
    """Show one scenario next to the season, with the forms that change it."""
    context = season_at(county, year)
    return _page(context, number), 422 if typical_home(context.view.season).problem else 200


def change(county: str, year: int, number: int) -> Reply:
    """Save one change of a scenario."""
    context = season_at(county, year)

    def save() -> Answer:
        wanted = (_cell_to_change(context.view.season), sent("text"))
        change_scenario(context.view.season, number, wanted, mark=sent("mark"))
        return _to_scenario(context, number)

    return _try_save(context, number, save)


def undo_change(county: str, year: int, number: int) -> Reply:
    """Remove one change of a scenario."""
    context = season_at(county, year)

    def save() -> Answer:
        cell = Cell(sent("file"), sent("code"), sent("field"))
        undo_scenario_change(context.view.season, number, cell, mark=sent("mark"))
        return _to_scenario(context, number)

    return _try_save(context, number, save)


def discard(county: str, year: int, number: int) -> Reply:
    """Remove a scenario."""
    context = season_at(county, year)

    def save() -> Answer:
        flash(discard_scenario(context.view.season, number, mark=sent("mark")))
        return redirect(url_for("web.what_if", **context.address, **home_query()), 303)

    return _try_save(context, number, save)


def scenario_export(county: str, year: int, number: int) -> Response:
    """Return a scenario as a zip of its season folder."""
    context = season_at(county, year)
    content = export_scenario(context.view.season, number)
    name = f"{context.address['county']}-{year}-what-if-{number}.zip"
    return attachment(content, name=name, mimetype="application/zip")


def _try_save(context: SeasonContext, number: int, save: Callable[[], Answer]) -> Reply:
    try:
        return save()
    except (InputRefused, ScenarioConflict) as error:
        return _page(context, number, refused=str(error)), status_of(error)


def _page(context: SeasonContext, number: int, *, refused: str = "") -> str:
    """Return the page of a scenario as it is now; refused says why it was not changed."""
    season = context.view.season
    scenarios = what_ifs(season, (number,))
    if not scenarios:
        raise ScenarioMissing(number)
    typical = typical_home(season)
    typed = {name: request.form.get(name, "") for name in ("question", "levy", "text", "area")}
    return render_template(
        "scenario.html",
        page=result_comparison(context.view, scenarios, area=typical.area, value=typical.value),
        typical_home=typical,
        scenario=scenarios[0],
        questions=QUESTIONS,
        choices=in_reading_order(season),
        areas=sorted(area.area for area in season.areas),
        home=home_query(),
        refused=refused,
        typed=typed,
        **context._asdict(),
    )


def _to_scenario(context: SeasonContext, number: int) -> Answer:
    address = url_for("web.scenario", number=number, **context.address, **home_query())
    return redirect(address, 303)


def _cell_to_change(season: Season) -> Cell:
    if sent("area"):
        area = area_named(season, sent("area")).area
        return Cell(AREA_LEVIES, area, levy_named(season, sent("levy")).levy)
    question = sent("question")
    if question not in QUESTIONS:
        raise InputRefused("The scenario", "No input was chosen.", "Choose what to change.")
    _, file, field = QUESTIONS[question]
    return Cell(file, levy_named(season, sent("levy")).levy, field)

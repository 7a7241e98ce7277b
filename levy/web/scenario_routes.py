"""One what-if scenario: what it has otherwise, what follows, and the forms that change it.

What cannot be changed stands in its form again, as it was typed, with the reason.
"""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from levy.errors import InputRefused, ScenarioChangedMeanwhile, ScenarioMissing
from levy.law.season import Season
from levy.services.changed_season import AREA_LEVIES, LID_LIFT, Cell
from levy.services.result_comparison import result_comparison
from levy.services.season_figures import area_named, in_reading_order, levy_named
from levy.services.what_if import (
    change_scenario,
    discard_scenario,
    export_scenario,
    take_back,
    what_ifs,
)
from levy.web.attachment import attachment
from levy.web.error_handlers import status_of
from levy.web.season_address import NUMBER, ShownSeason, season_at
from levy.web.typical_home import home_asked, typical_home
from levy.web.writes import sent

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


Told = Answer | tuple[str, int]


def add_scenario_routes(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    here = f"/<county>/<int:year>/what-if/{NUMBER}"
    pages.add_url_rule(here, view_func=scenario)
    pages.add_url_rule(here, view_func=change, methods=["POST"])
    pages.add_url_rule(f"{here}/take-back", view_func=undo_change, methods=["POST"])
    pages.add_url_rule(f"{here}/discard", view_func=discard, methods=["POST"])
    pages.add_url_rule(f"{here}/export", view_func=scenario_export)


def scenario(county: str, year: int, number: int) -> tuple[str, int]:
    """Show one scenario beside the season, with the forms that change it."""
    shown = season_at(county, year)
    return _page(shown, number), 422 if typical_home(shown.view.season).problem else 200


def change(county: str, year: int, number: int) -> Told:
    """Write one change into a scenario."""
    shown = season_at(county, year)

    def save() -> Answer:
        wanted = (_asked(shown.view.season), sent("text"))
        change_scenario(shown.view.season, number, wanted, mark=sent("mark"))
        return _there(shown, number)

    return _saved(shown, number, save)


def undo_change(county: str, year: int, number: int) -> Told:
    """Let a scenario have in a cell what the season has."""
    shown = season_at(county, year)

    def save() -> Answer:
        cell = Cell(sent("file"), sent("code"), sent("field"))
        take_back(shown.view.season, number, cell, mark=sent("mark"))
        return _there(shown, number)

    return _saved(shown, number, save)


def discard(county: str, year: int, number: int) -> Told:
    """Remove a scenario."""
    shown = season_at(county, year)

    def save() -> Answer:
        flash(discard_scenario(shown.view.season, number, mark=sent("mark")))
        return redirect(url_for("web.what_if", **shown.address, **home_asked()), 303)

    return _saved(shown, number, save)


def scenario_export(county: str, year: int, number: int) -> Response:
    """Give a scenario as a packed season folder."""
    shown = season_at(county, year)
    content = export_scenario(shown.view.season, number)
    name = f"{shown.address['county']}-{year}-what-if-{number}.zip"
    return attachment(content, name=name, mimetype="application/zip")


def _saved(shown: ShownSeason, number: int, save: Callable[[], Answer]) -> Told:
    try:
        return save()
    except (InputRefused, ScenarioChangedMeanwhile) as error:
        return _page(shown, number, refused=str(error)), status_of(error)


def _page(shown: ShownSeason, number: int, *, refused: str = "") -> str:
    """Return the page of a scenario as it is now; refused is why it was not changed."""
    season = shown.view.season
    found = what_ifs(season, (number,))
    if not found:
        raise ScenarioMissing(number)
    typical = typical_home(season)
    typed = {name: request.form.get(name, "") for name in ("question", "levy", "text", "area")}
    return render_template(
        "scenario.html",
        page=result_comparison(shown.view, found, area=typical.area, value=typical.value),
        typical_home=typical,
        scenario=found[0],
        questions=QUESTIONS,
        choices=in_reading_order(season),
        areas=sorted(area.area for area in season.areas),
        home=home_asked(),
        refused=refused,
        typed=typed,
        **shown._asdict(),
    )


def _there(shown: ShownSeason, number: int) -> Answer:
    there = url_for("web.scenario", number=number, **shown.address, **home_asked())
    return redirect(there, 303)


def _asked(season: Season) -> Cell:
    if sent("area"):
        area = area_named(season, sent("area")).area
        return Cell(AREA_LEVIES, area, levy_named(season, sent("levy")).levy)
    question = sent("question")
    if question not in QUESTIONS:
        raise InputRefused("The scenario", "Nothing to change was chosen.", "Choose what changes.")
    _, file, field = QUESTIONS[question]
    return Cell(file, levy_named(season, sent("levy")).levy, field)

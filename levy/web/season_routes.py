"""A season computed anew, given as files, and who did what to it when."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from levy.services.calculate_season import calculate_season
from levy.services.edit_input import Edit
from levy.services.history import Event, history, history_of_area, history_of_levy
from levy.services.season_archive import packed
from levy.services.season_figures import area_named, levy_named
from levy.web.season_address import ShownSeason, season_at, title_of

UNDO = "undo"  # what is flashed with it is a form


def add_season_pages(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    season = "/<county>/<int:year>"
    pages.add_url_rule(f"{season}/compute", view_func=compute, methods=["POST"])
    pages.add_url_rule(f"{season}/export", view_func=export)
    pages.add_url_rule(f"{season}/history", view_func=season_history)
    pages.add_url_rule(f"{season}/levies/<path:code>/history", view_func=levy_history)
    pages.add_url_rule(f"{season}/areas/<path:code>/history", view_func=area_history)


def compute(county: str, year: int) -> Answer:
    """Compute the season, and lead to its board."""
    shown = season_at(county, year)
    flash(calculate_season(year, title_of(shown)).sentence)
    return redirect(url_for("web.board", **shown.address), 303)


def export(county: str, year: int) -> Response:
    """Give the season folder, packed."""
    shown = season_at(county, year)
    view = shown.view
    answer = Response(packed(view.season, view.result), mimetype="application/zip")
    name = f"{shown.address['county']}-{year}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def season_history(county: str, year: int) -> str:
    """Show what happened to the season."""
    shown = season_at(county, year)
    return _history(shown, history(shown.view.season))


def levy_history(county: str, year: int, code: str) -> str:
    """Show what happened to one levy."""
    shown = season_at(county, year)
    found = levy_named(shown.view.season, code).levy
    return _history(shown, history_of_levy(shown.view.season, found), kind="levy", code=found)


def area_history(county: str, year: int, code: str) -> str:
    """Show what happened to one tax code area."""
    shown = season_at(county, year)
    found = area_named(shown.view.season, code).area
    return _history(shown, history_of_area(shown.view.season, found), kind="area", code=found)


def undo_form(edit: Edit) -> dict[str, str]:
    """Return what the form sends that undoes an edit, by the names of its fields."""
    return edit.cell._asdict() | {"shown": edit.shown, "text": edit.text, "note": "undone"}


def _history(
    shown: ShownSeason, events: tuple[Event, ...], *, kind: str = "", code: str = ""
) -> str:
    return render_template(
        "history.html",
        kind=kind,
        code=code,
        events=events,
        undo_form=undo_form,
        **shown._asdict(),
    )

"""Who did what to a season, a levy or an area, and when; each edit with the form that undoes it."""

from flask import Blueprint, render_template

from levy.services.edit_input import Edit
from levy.services.history import Event, history, history_of_area, history_of_levy
from levy.services.season_figures import area_named, levy_named
from levy.web.season_address import ShownSeason, season_at

UNDO = "undo"  # what is flashed with it is a form


def add_history_routes(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    season = "/<county>/<int:year>"
    pages.add_url_rule(f"{season}/history", view_func=season_history)
    pages.add_url_rule(f"{season}/levies/<path:code>/history", view_func=levy_history)
    pages.add_url_rule(f"{season}/areas/<path:code>/history", view_func=area_history)


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

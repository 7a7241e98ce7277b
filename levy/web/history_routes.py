"""The history of a season, a levy or an area; each edit has a form that undoes it."""

from flask import Blueprint, render_template

from levy.services.edit_input import Edit
from levy.services.history import Event, history, history_of_area, history_of_levy
from levy.services.season_figures import area_named, levy_named
from levy.web.season_address import SeasonContext, season_at

UNDO = "undo"  # category of a flashed message that is a form


def add_history_routes(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    season = "/<county>/<int:year>"
    pages.add_url_rule(f"{season}/history", view_func=season_history)
    pages.add_url_rule(f"{season}/levies/<path:code>/history", view_func=levy_history)
    pages.add_url_rule(f"{season}/areas/<path:code>/history", view_func=area_history)


def season_history(county: str, year: int) -> str:
    """Show what happened to the season."""
    context = season_at(county, year)
    return _history(context, history(context.view.season))


def levy_history(county: str, year: int, code: str) -> str:
    """Show what happened to one levy."""
    context = season_at(county, year)
    code_in_season = levy_named(context.view.season, code).levy
    return _history(
        context,
        history_of_levy(context.view.season, code_in_season),
        kind="levy",
        code=code_in_season,
    )


def area_history(county: str, year: int, code: str) -> str:
    """Show what happened to one tax code area."""
    context = season_at(county, year)
    code_in_season = area_named(context.view.season, code).area
    return _history(
        context,
        history_of_area(context.view.season, code_in_season),
        kind="area",
        code=code_in_season,
    )


def undo_form(edit: Edit) -> dict[str, str]:
    """Return the fields of the form that undoes an edit, by name."""
    return edit.cell._asdict() | {"shown": edit.shown, "text": edit.text, "note": "undone"}


def _history(
    context: SeasonContext, events: tuple[Event, ...], *, kind: str = "", code: str = ""
) -> str:
    return render_template(
        "history.html",
        kind=kind,
        code=code,
        events=events,
        undo_form=undo_form,
        **context._asdict(),
    )

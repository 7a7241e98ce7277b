"""Inputs edited where they are read, the season computed anew, and who did what when."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from levy.law.season import Season
from levy.services.calculate_season import calculate_season
from levy.services.changed_season import (
    AREA_VALUES,
    MEASURES,
    Cell,
    Input,
    inputs_of_area,
    inputs_of_levy,
    inputs_of_measure,
)
from levy.services.edit_input import Edit, edit_input
from levy.services.history import history
from levy.services.season_archive import packed
from levy.services.season_figures import area_named, levy_named
from levy.web.season_address import ShownSeason, season_at
from levy.web.worksheet_lines import anchor_of
from levy.web.writes import sent

UNDO = "undo"  # what is flashed with it is a form
Files = tuple[tuple[str, tuple[Input, ...]], ...]


def add_edit_pages(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    season = "/<county>/<int:year>"
    pages.add_url_rule(f"{season}/compute", view_func=compute, methods=["POST"])
    pages.add_url_rule(f"{season}/export", view_func=export)
    pages.add_url_rule(f"{season}/history", view_func=season_history)
    pages.add_url_rule(f"{season}/levies/<path:code>/history", view_func=levy_history)
    pages.add_url_rule(f"{season}/levies/<path:code>/inputs", view_func=levy_inputs)
    pages.add_url_rule(f"{season}/areas/<path:code>/inputs", view_func=area_inputs)
    pages.add_url_rule(f"{season}/measures/<path:code>/inputs", view_func=measure_inputs)
    pages.add_url_rule(f"{season}/edit", view_func=edit, methods=["POST"])


def compute(county: str, year: int) -> Answer:
    """Compute the season, and lead to its board."""
    shown = season_at(county, year)
    flash(calculate_season(year, _title(shown.view.season)).sentence)
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
    events = history(shown.view.season)
    return render_template(
        "history.html", code="", events=events, undo_form=undo_form, **shown._asdict()
    )


def levy_history(county: str, year: int, code: str) -> str:
    """Show what happened to one levy."""
    shown = season_at(county, year)
    found = levy_named(shown.view.season, code).levy
    events = history(shown.view.season, found)
    return render_template(
        "history.html", code=found, events=events, undo_form=undo_form, **shown._asdict()
    )


def levy_inputs(county: str, year: int, code: str) -> str:
    """Show every input of a levy, each in a form of its own."""
    shown = season_at(county, year)
    found = levy_named(shown.view.season, code)
    files = inputs_of_levy(shown.view.season, found.levy)
    return _inputs(shown, files, url_for("web.levy", code=found.levy, **shown.address), found.levy)


def area_inputs(county: str, year: int, code: str) -> str:
    """Show the values of an area, each in a form of its own."""
    shown = season_at(county, year)
    found = area_named(shown.view.season, code)
    files = (("values.csv", inputs_of_area(shown.view.season, found.area)),)
    return _inputs(shown, files, url_for("web.area", code=found.area, **shown.address), found.area)


def measure_inputs(county: str, year: int, code: str) -> str:
    """Show what is known of a measure, each in a form of its own."""
    shown = season_at(county, year)
    if code not in {row.measure for row in shown.view.season.measures}:
        abort(404)
    files = (("measures.csv", inputs_of_measure(shown.view.season, code)),)
    return _inputs(shown, files, url_for("web.measures", **shown.address), code)


def edit(county: str, year: int) -> Answer:
    """Save one input, and lead back to where it is read, computed anew."""
    shown = season_at(county, year)
    cell = Cell(sent("file"), sent("code"), sent("field"))
    anchor = anchor_of(sent("line")) if sent("line") else None
    if cell.file == MEASURES:
        back = url_for("web.measures", **shown.address)
    else:
        # Whoever edits has to see whose input it is: an unknown code is refused here.
        kind = "area" if cell.file == AREA_VALUES else "levy"
        named = area_named if kind == "area" else levy_named
        found = getattr(named(shown.view.season, cell.code), kind)
        cell = cell._replace(code=found)
        back = url_for(f"web.{kind}", code=found, _anchor=anchor, **shown.address)
    wanted = Edit(cell, sent("shown"), sent("text"), sent("note"))
    done = edit_input(year, _title(shown.view.season), wanted)
    flash(done.sentence)
    if done.undo is not None:
        flash(undo_form(done.undo), UNDO)
    return redirect(back, 303)


def undo_form(edit: Edit) -> dict[str, str]:
    """Return what the form sends that undoes an edit, by the names of its fields."""
    return edit.cell._asdict() | {"shown": edit.shown, "text": edit.text, "note": "undone"}


def _inputs(shown: ShownSeason, files: Files, back: str, code: str) -> str:
    only = (request.args.get("file", ""), request.args.get("field", ""))
    if all(only):
        files = tuple(
            (file, kept)
            for file, inputs in files
            if (kept := tuple(one for one in inputs if (file, one.cell.field) == only))
        )
    line = request.args.get("line", "")
    return render_template(
        "inputs.html", files=files, back=back, code=code, line=line, **shown._asdict()
    )


def _title(season: Season) -> str:
    return f"{season.facts.county}, {season.facts.state}"

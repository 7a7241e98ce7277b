"""Inputs edited where they are read; what cannot be saved stands there again with the reason."""

from typing import Any

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as Answer

from levy.errors import InputChangedMeanwhile, InputRefused, LevyError
from levy.law.worksheet import key_of
from levy.services.changed_season import (
    AREA_VALUES,
    MEASURES,
    Cell,
    Input,
    input_at,
    inputs_of_area,
    inputs_of_levy,
    inputs_of_measure,
)
from levy.services.edit_input import Edit, edit_input
from levy.services.season_figures import area_named, levy_named
from levy.services.season_name import county_title
from levy.web.error_handlers import status_of
from levy.web.history_routes import UNDO, undo_form
from levy.web.season_address import ShownSeason, season_at
from levy.web.worksheet_lines import anchor_of
from levy.web.writes import sent

Files = tuple[tuple[str, tuple[Input, ...]], ...]


def add_input_routes(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    season = "/<county>/<int:year>"
    pages.add_url_rule(f"{season}/levies/<path:code>/inputs", view_func=levy_inputs)
    pages.add_url_rule(f"{season}/areas/<path:code>/inputs", view_func=area_inputs)
    pages.add_url_rule(f"{season}/measures/<path:code>/inputs", view_func=measure_inputs)
    pages.add_url_rule(f"{season}/edit", view_func=edit, methods=["POST"])


def levy_inputs(county: str, year: int, code: str) -> str:
    """Show every input of a levy, each in a form of its own."""
    shown = season_at(county, year)
    found = levy_named(shown.view.season, code).levy
    return _asked(shown, inputs_of_levy(shown.view.season, found), "web.levy", found)


def area_inputs(county: str, year: int, code: str) -> str:
    """Show the values of an area, each in a form of its own."""
    shown = season_at(county, year)
    found = area_named(shown.view.season, code).area
    files = ((AREA_VALUES, inputs_of_area(shown.view.season, found)),)
    return _asked(shown, files, "web.area", found)


def measure_inputs(county: str, year: int, code: str) -> str:
    """Show what is known of a measure, each in a form of its own."""
    shown = season_at(county, year)
    if code not in {row.measure for row in shown.view.season.measures}:
        abort(404)
    files = ((MEASURES, inputs_of_measure(shown.view.season, code)),)
    return _asked(shown, files, "web.measures", code)


def edit(county: str, year: int) -> Answer:
    """Save one input, and lead back to where it is read, computed anew."""
    shown = season_at(county, year)
    wanted = Edit(_cell(shown), sent("shown"), sent("text"), sent("note"))
    try:
        done = edit_input(year, county_title(shown.view.season), wanted)
    except InputChangedMeanwhile as error:
        return _again(shown, wanted._replace(shown=error.now), error)
    except InputRefused as error:
        return _again(shown, wanted, error)
    flash(done.sentence)
    if done.undo is not None:
        flash(undo_form(done.undo), UNDO)
    return redirect(_where_read(shown, wanted.cell), 303)


def _cell(shown: ShownSeason) -> Cell:
    """Return the input that was sent, by its code as the season writes it."""
    cell = Cell(sent("file"), sent("code"), sent("field"))
    if cell.file == MEASURES:
        return cell
    # Whoever edits has to see whose input it is: an unknown code is refused here.
    if cell.file == AREA_VALUES:
        return cell._replace(code=area_named(shown.view.season, cell.code).area)
    return cell._replace(code=levy_named(shown.view.season, cell.code).levy)


def _where_read(shown: ShownSeason, cell: Cell) -> str:
    """Return the address of the page that shows an input."""
    if cell.file == MEASURES:
        return url_for("web.measures", **shown.address)
    page = "web.area" if cell.file == AREA_VALUES else "web.levy"
    anchor = anchor_of(sent("line")) if sent("line") else None
    return url_for(page, code=cell.code, _anchor=anchor, **shown.address)


def form_id(cell: Cell) -> str:
    """Return what marks the form of an input on its page."""
    return "-".join(("edit", *map(key_of, cell)))


def _again(shown: ShownSeason, typed: Edit, error: LevyError) -> Answer:
    """Return the field with what was typed and why it was not saved; raise where there is none.

    Where scripts run, it takes the place of its form alone, and the page around it stays.
    """
    field = input_at(shown.view.season, typed.cell)
    if field is None:
        raise error
    page = _page(
        shown,
        ((typed.cell.file, (field,)),),
        back=_where_read(shown, typed.cell),
        code=typed.cell.code,
        line=sent("line"),
        typed=typed,
        refused=str(error),
    )
    answer = make_response(page, status_of(error))
    answer.headers["HX-Retarget"] = f"#{form_id(typed.cell)}"
    answer.headers["HX-Reselect"] = "form.edit"
    answer.headers["HX-Reswap"] = "outerHTML"
    return answer


def _asked(shown: ShownSeason, files: Files, read_at: str, code: str) -> str:
    """Return the page of these inputs, or of the one that the address asks for."""
    only = (request.args.get("file", ""), request.args.get("field", ""))
    if all(only):
        files = tuple(
            (file, kept)
            for file, inputs in files
            if (kept := tuple(one for one in inputs if (file, one.cell.field) == only))
        )
    text = request.args.get("text")
    fields = [one for _, inputs in files for one in inputs]
    typed = None
    if text is not None and len(fields) == 1:
        typed = Edit(fields[0].cell, fields[0].text, text)
    of = {} if read_at == "web.measures" else {"code": code}
    back = url_for(read_at, **of, **shown.address)
    return _page(shown, files, back=back, code=code, line=request.args.get("line", ""), typed=typed)


def _page(shown: ShownSeason, files: Files, **rest: Any) -> str:
    return render_template("inputs.html", files=files, form_id=form_id, **rest, **shown._asdict())

"""Forms to edit inputs where they are shown; a rejected text is shown again with the reason."""

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

from levy.errors import InputConflict, InputRefused, LevyError
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
from levy.web.season_address import SeasonContext, season_at
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
    """Show every input of a levy, each in its own form."""
    context = season_at(county, year)
    code_in_season = levy_named(context.view.season, code).levy
    return _inputs_page(
        context, inputs_of_levy(context.view.season, code_in_season), "web.levy", code_in_season
    )


def area_inputs(county: str, year: int, code: str) -> str:
    """Show the values of an area, each in its own form."""
    context = season_at(county, year)
    code_in_season = area_named(context.view.season, code).area
    files = ((AREA_VALUES, inputs_of_area(context.view.season, code_in_season)),)
    return _inputs_page(context, files, "web.area", code_in_season)


def measure_inputs(county: str, year: int, code: str) -> str:
    """Show the inputs of a measure, each in its own form."""
    context = season_at(county, year)
    if code not in {row.measure for row in context.view.season.measures}:
        abort(404)
    files = ((MEASURES, inputs_of_measure(context.view.season, code)),)
    return _inputs_page(context, files, "web.measures", code)


def edit(county: str, year: int) -> Answer:
    """Save one input, compute the season again, and redirect to the page that shows it."""
    context = season_at(county, year)
    sent_edit = Edit(_cell(context), sent("shown"), sent("text"), sent("note"))
    try:
        done = edit_input(year, county_title(context.view.season), sent_edit)
    except InputConflict as error:
        return _rejected(context, sent_edit._replace(shown=error.current_text), error)
    except InputRefused as error:
        return _rejected(context, sent_edit, error)
    flash(done.sentence)
    if done.undo is not None:
        flash(undo_form(done.undo), UNDO)
    return redirect(_page_address(context, sent_edit.cell), 303)


def _cell(context: SeasonContext) -> Cell:
    """Return the cell of the input that was sent, with its code as the season writes it."""
    cell = Cell(sent("file"), sent("code"), sent("field"))
    if cell.file == MEASURES:
        return cell
    # Raises CodeUnknown for an unknown code.
    if cell.file == AREA_VALUES:
        return cell._replace(code=area_named(context.view.season, cell.code).area)
    return cell._replace(code=levy_named(context.view.season, cell.code).levy)


def _page_address(context: SeasonContext, cell: Cell) -> str:
    """Return the address of the page that shows an input."""
    if cell.file == MEASURES:
        return url_for("web.measures", **context.address)
    page = "web.area" if cell.file == AREA_VALUES else "web.levy"
    anchor = anchor_of(sent("line")) if sent("line") else None
    return url_for(page, code=cell.code, _anchor=anchor, **context.address)


def form_id(cell: Cell) -> str:
    """Return the HTML id of an input's form."""
    return "-".join(("edit", *map(key_of, cell)))


def _rejected(context: SeasonContext, typed: Edit, error: LevyError) -> Answer:
    """Return the field with the text as typed and the reason; raise the error if there is no field.

    With scripts, the browser replaces only its form, and the page around it stays.
    """
    field = input_at(context.view.season, typed.cell)
    if field is None:
        raise error
    page = _page(
        context,
        ((typed.cell.file, (field,)),),
        back=_page_address(context, typed.cell),
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


def _inputs_page(context: SeasonContext, files: Files, read_at: str, code: str) -> str:
    """Return the page of these inputs, or of the one that the address names."""
    only = (request.args.get("file", ""), request.args.get("field", ""))
    if all(only):
        files = tuple(
            (file, chosen)
            for file, inputs in files
            if (chosen := tuple(field for field in inputs if (file, field.cell.field) == only))
        )
    text = request.args.get("text")
    fields = [field for _, inputs in files for field in inputs]
    typed = None
    if text is not None and len(fields) == 1:
        typed = Edit(fields[0].cell, fields[0].text, text)
    of = {} if read_at == "web.measures" else {"code": code}
    back = url_for(read_at, **of, **context.address)
    return _page(
        context, files, back=back, code=code, line=request.args.get("line", ""), typed=typed
    )


def _page(context: SeasonContext, files: Files, **rest: Any) -> str:
    return render_template("inputs.html", files=files, form_id=form_id, **rest, **context._asdict())

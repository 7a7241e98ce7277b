"""The import pages: files are uploaded, previewed, and then loaded completely or not at all."""

import csv
import io
import re

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from levy.errors import InputRefused, UploadGone
from levy.services.import_log import imports, undo_import
from levy.services.open_season import seasons
from levy.services.upload_season import (
    Target,
    forget_files,
    keep_files,
    load_files,
    preview,
)
from levy.web.attachment import attachment
from levy.web.error_handlers import status_of
from levy.web.season_address import NUMBER, addresses
from levy.web.writes import sent

_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")


def add_import_routes(pages: Blueprint) -> None:
    """Add the pages' addresses."""
    pages.add_url_rule("/imports/", view_func=import_log)
    pages.add_url_rule("/imports/", view_func=send_files, methods=["POST"])
    pages.add_url_rule(f"/imports/{NUMBER}/undo", view_func=undo, methods=["POST"])
    pages.add_url_rule("/imports/files/<token>", view_func=import_preview)
    pages.add_url_rule("/imports/files/<token>/problems.csv", view_func=import_problems)
    pages.add_url_rule("/imports/files/<token>/load", view_func=load, methods=["POST"])
    pages.add_url_rule(
        "/imports/files/<token>/discard",
        view_func=discard_files,
        methods=["POST"],
    )


def import_log() -> str:
    """Show the upload form, and the earlier imports."""
    listed = imports()
    # Only the newest import of each season can be undone.
    last = {row.title: row.id for row in reversed(listed) if row.can_undo}
    return render_template(
        "imports.html", imports=listed, last=set(last.values()), seasons=seasons()
    )


def send_files() -> Answer:
    """Save the uploaded files, and redirect to their preview."""
    files = []
    for file in request.files.getlist("files"):
        with file.stream:
            if file.filename:
                files.append((_plain_name(file.filename), file.read()))
    return redirect(url_for("web.import_preview", token=keep_files(files, _target())), 303)


def import_preview(token: str) -> str:
    """Show what uploaded files contain, and each problem by file, row and column."""
    return render_template("import.html", page=preview(_checked_token(token)))


def import_problems(token: str) -> Response:
    """Return the problems as a CSV file for a spreadsheet."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(["file", "row", "column", "what", "to_do"])
    for problem in preview(_checked_token(token)).problems:
        cells = [problem.file, problem.column, problem.what, problem.to_do]
        file, column, problem_text, to_do = map(_not_a_formula, cells)
        table.writerow([file, problem.row, column, problem_text, to_do])
    return attachment(text.getvalue(), name="problems.csv", mimetype="text/csv")


def load(token: str) -> Answer | tuple[str, int]:
    """Load the files, and redirect to the board of their season."""
    page = preview(_checked_token(token))
    facts = page.facts
    try:
        flash(load_files(token, sent("note")))
    except InputRefused as error:
        return render_template("import.html", page=page, refused=str(error)), status_of(error)
    if facts is None:
        return redirect(url_for("web.import_log"), 303)
    boards = addresses(seasons())
    name = next(
        name
        for name in boards
        if (name.county.lower(), name.state, name.tax_year)
        == (facts.county.lower(), facts.state, facts.tax_year)
    )
    return redirect(url_for("web.board", **boards[name]), 303)


def discard_files(token: str) -> Answer:
    """Delete the uploaded files."""
    forget_files(_checked_token(token))
    flash("The files are discarded; nothing was loaded.")
    return redirect(url_for("web.import_log"), 303)


def undo(number: int) -> Answer:
    """Restore the season that an import replaced."""
    flash(undo_import(number))
    return redirect(url_for("web.import_log"), 303)


def _target() -> Target | None:
    county, _, year = sent("season").rpartition(" ")
    return Target(county, int(year)) if county and re.fullmatch(r"[0-9]{4}", year) else None


def _checked_token(token: str) -> str:
    if not _TOKEN.fullmatch(token):
        raise UploadGone
    return token


def _plain_name(name: str) -> str:
    """Return a file's own name: some browsers send its path; unprintable letters become _."""
    own = re.split(r"[/\\]", name)[-1]
    return "".join(letter if letter.isprintable() else "_" for letter in own)[:120] or "a file"


def _not_a_formula(text: str) -> str:
    """Return text that a spreadsheet does not treat as a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text

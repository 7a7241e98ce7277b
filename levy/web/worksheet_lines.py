"""The lines of a worksheet as the page shows them: grouped in parts, each with its formula."""

from typing import NamedTuple

from levy.law.form import Form
from levy.law.worksheet import Line, Worksheet, code_of
from levy.services.changed_season import OF_A_LEVY, Cell
from levy.web import format as fmt
from levy.web.formula import Reading, in_words


class Row(NamedTuple):
    """One line of a worksheet.

    anchor   the line's HTML id
    letter   the line's letter on the state's form, or blank
    symbols  its formula with the names of other lines; blank for an input
    numbers  its formula with their figures
    levy     code of the levy whose worksheet the figure comes from, or blank
    reason   why its figure is blank; blank if it is not
    cell     the input that it shows, to edit; None if it is computed or comes from elsewhere
    """

    anchor: str
    letter: str
    line: Line
    figure: str
    symbols: Reading
    numbers: Reading
    levy: str
    reason: str
    cell: Cell | None


class Part(NamedTuple):
    """The lines under one heading."""

    title: str
    rows: tuple[Row, ...]


def parts_of(sheet: Worksheet, form: Form, levy: str) -> tuple[Part, ...]:
    """Return a worksheet in the parts of the state's form."""
    return tuple(
        Part(part.title, tuple(row_of(line, sheet, form, levy) for line in part.lines))
        for part in form.parts(sheet)
    )


def anchor_of(key: str) -> str:
    """Return the HTML id of the line with this key."""
    return f"line-{key}"


def row_of(line: Line, sheet: Worksheet, form: Form, levy: str) -> Row:
    """Return a line of a levy's worksheet as a row."""

    def name(key: str) -> str:
        # "3.6 − the rate": in a formula, the sign already says "less"
        label = sheet.line(key).label.removeprefix("Less ").removeprefix("Plus ")
        return form.letter(key) or label

    def number(key: str) -> str:
        line = sheet.line(key)
        return "blank" if line.value is None else fmt.figure(line.value, line.unit)

    return Row(
        anchor_of(line.key),
        form.letter(line.key),
        line,
        fmt.figure(line.value, line.unit),
        in_words(line.formula, sheet.by_key, name) if line.formula else (),
        in_words(line.formula, sheet.by_key, number) if line.formula else (),
        form.other_levy(line),
        _reason(line),
        _cell(line, levy),
    )


def _reason(line: Line) -> str:
    if line.value is not None:
        return ""
    if line.formula:
        return "not decided: an input of its formula was not given"
    return f"not given in {line.source}" if line.source else "not given"


# Lines whose key differs from the name of the column that they show.
_COLUMNS = {"P2H": "certified_amount", "certified": "certified_amount", "refund_levied": "refund"}
_EARMARK = "earmark_"


def _cell(line: Line, levy: str) -> Cell | None:
    """Return the input that a line shows; None if it cannot be edited."""
    if line.formula or line.source not in OF_A_LEVY:
        return None
    if line.key.startswith(_EARMARK):
        return Cell(line.source, code_of(line.key.removeprefix(_EARMARK)), "rate")
    return Cell(line.source, levy, _COLUMNS.get(line.key, line.key))

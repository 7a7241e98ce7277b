"""The lines of a worksheet as the page shows them: in their parts, each with its why."""

from typing import NamedTuple

from levy.law.form import Form
from levy.law.worksheet import Line, Worksheet, code_of
from levy.services.changed_season import OF_A_LEVY, Cell
from levy.web import format as written
from levy.web.formula import Reading, in_words


class Row(NamedTuple):
    """One line of a worksheet.

    anchor   where a link to the line leads
    letter   the line's letter on the state's form, or blank
    symbols  its formula in terms of other lines; blank for an input
    numbers  the same with their figures
    levy     code of the levy whose worksheet the figure comes from, or blank
    reason   why it is blank, where it is
    cell     the input that it shows, to edit; None where it is computed or comes from elsewhere
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
    """The lines that stand under one heading."""

    title: str
    rows: tuple[Row, ...]


def parts_of(sheet: Worksheet, form: Form, levy: str) -> tuple[Part, ...]:
    """Return a worksheet in the parts of the state's form."""
    return tuple(
        Part(part.title, tuple(row_of(line, sheet, form, levy) for line in part.lines))
        for part in form.parts(sheet)
    )


def anchor_of(key: str) -> str:
    """Return where the line with this key can be found on its page."""
    return f"line-{key}"


def row_of(line: Line, sheet: Worksheet, form: Form, levy: str) -> Row:
    """Return a line of a levy's worksheet as a row."""

    def name(key: str) -> str:
        # "3.6 less the rate": in a formula the sign says so already
        label = sheet.line(key).label.removeprefix("Less ").removeprefix("Plus ")
        return form.letter(key) or label

    def number(key: str) -> str:
        line = sheet.line(key)
        return "blank" if line.value is None else written.figure(line.value, line.unit)

    return Row(
        anchor_of(line.key),
        form.letter(line.key),
        line,
        written.figure(line.value, line.unit),
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
        return "not decided: what it is computed from was not given"
    return f"not given in {line.source}" if line.source else "not given"


# Lines that are named otherwise than the column that they show.
_COLUMNS = {"P2H": "certified_amount", "certified": "certified_amount", "refund_levied": "refund"}
_EARMARK = "earmark_"


def _cell(line: Line, levy: str) -> Cell | None:
    """Return the input that a line shows, where it is one that can be edited."""
    if line.formula or line.source not in OF_A_LEVY:
        return None
    if line.key.startswith(_EARMARK):
        return Cell(line.source, code_of(line.key.removeprefix(_EARMARK)), "rate")
    return Cell(line.source, levy, _COLUMNS.get(line.key, line.key))

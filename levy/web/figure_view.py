"""How one figure came to be: its formula, what goes into it, and where each input came from."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from levy.law.form import Form
from levy.law.worksheet import Line, Worksheet
from levy.services.changed_season import AREA_VALUES, Cell
from levy.services.history import Event
from levy.services.input_origin import Origin, origin_of
from levy.services.season_worksheet import TAX_OF
from levy.web.worksheet_lines import Row, row_of

_NAME = re.compile(r"[A-Za-z_]\w*")
_SUM = re.compile(r"\w+( \+ \w+)+")
MOST_NAMES = 12  # of a sum that is read as one


class Of(NamedTuple):
    """Whose figures they are: kind is levy, area or season; code is blank for the season."""

    kind: str
    code: str


class Step(NamedTuple):
    """A figure on the way, or an input.

    row     as the worksheet shows it
    parts   how many lines its formula names
    origin  what wrote it last, of an input whose column is known
    there   whose figure it repeats, and under which key; None for one of its own
    """

    row: Row
    parts: int
    origin: Origin | None
    there: tuple[Of, str] | None

    @property
    def long(self) -> bool:
        """Whether it is a sum of more lines than can be read as one."""
        formula = self.row.line.formula
        return self.parts > MOST_NAMES and _SUM.fullmatch(formula) is not None


class FigurePage(NamedTuple):
    """All that the page of one figure shows.

    steps    the figure first, then what it is computed from, each line once
    used_in  the lines that are computed from it
    """

    of: Of
    steps: tuple[Step, ...]
    used_in: tuple[Line, ...]


class Shelf(NamedTuple):
    """A worksheet, and what is known around it.

    events  what happened to its season, the newest first
    rates   the line with the certified rate of each levy that has one
    """

    of: Of
    sheet: Worksheet
    form: Form
    events: tuple[Event, ...]
    rates: dict[str, str]


def figure_page(shelf: Shelf, key: str) -> FigurePage:
    """Return the page of the line with this key."""
    lines = shelf.sheet.by_key
    steps = tuple(_step(shelf, lines[name]) for name in _below(lines[key], shelf.sheet))
    used = tuple(line for line in shelf.sheet.lines if key in _names(line))
    return FigurePage(shelf.of, steps, used)


def _below(line: Line, sheet: Worksheet) -> tuple[str, ...]:
    """Return the line, and below it all that it follows from, each line once."""
    found: dict[str, None] = {}
    waiting = [line.key]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            parts = [part for part in _names(sheet.line(name)) if sheet.has(part)]
            waiting += reversed(parts)
    return tuple(found)


def _names(line: Line) -> Iterator[str]:
    """Yield the lines that a line is computed from, or that it repeats."""
    if line.formula:
        yield from dict.fromkeys(_NAME.findall(line.formula))
    elif line.source.startswith("line "):
        yield line.source.removeprefix("line ")


def _step(shelf: Shelf, line: Line) -> Step:
    row = row_of(line, shelf.sheet, shelf.form, shelf.of.code)
    if shelf.of.kind == "area" and line.source == AREA_VALUES:
        row = row._replace(cell=Cell(AREA_VALUES, shelf.of.code, line.key))
    origin = origin_of(shelf.events, row.cell) if row.cell else None
    return Step(row, len(tuple(_names(line))), origin, _there(shelf, line))


def _there(shelf: Shelf, line: Line) -> tuple[Of, str] | None:
    """Return whose figure a line repeats: another levy's rate or tax, or an area's tax."""
    if line.formula:
        return None
    if shelf.of.kind == "season":
        kind = "levy" if line.key.startswith(TAX_OF) else "area"
        return Of(kind, line.source), "tax"
    levy = shelf.form.other_levy(line)
    return (Of("levy", levy), shelf.rates[levy]) if levy in shelf.rates else None

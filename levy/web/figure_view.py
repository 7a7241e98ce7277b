"""How one figure was computed: its formula, its parts, and where each input came from."""

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
MOST_NAMES = 12  # lines of a sum that is shown as a formula


class FigureOwner(NamedTuple):
    """The owner of a figure: kind is levy, area or season; code is blank for the season."""

    kind: str
    code: str


class Step(NamedTuple):
    """A figure that the page's figure is computed from, or an input.

    row      the line as the worksheet shows it
    parts    how many lines its formula names
    origin   the last change of an input, if its column is known
    repeats  owner and key of the figure that it repeats; None if it repeats none
    """

    row: Row
    parts: int
    origin: Origin | None
    repeats: tuple[FigureOwner, str] | None

    @property
    def long(self) -> bool:
        """Whether it is a sum of too many lines to show as a formula."""
        formula = self.row.line.formula
        return self.parts > MOST_NAMES and _SUM.fullmatch(formula) is not None


class FigurePage(NamedTuple):
    """The contents of a figure's page.

    steps    the figure first, then what it is computed from, each line once
    used_in  the lines that are computed from it
    """

    owner: FigureOwner
    steps: tuple[Step, ...]
    used_in: tuple[Line, ...]


class WorksheetContext(NamedTuple):
    """A worksheet and its context.

    events  what happened to its season, newest first
    rates   the key of the line with the certified rate, for each levy that has one
    """

    owner: FigureOwner
    sheet: Worksheet
    form: Form
    events: tuple[Event, ...]
    rates: dict[str, str]


def figure_page(context: WorksheetContext, key: str) -> FigurePage:
    """Return the page of the line with this key."""
    lines = context.sheet.by_key
    steps = tuple(_step(context, lines[name]) for name in _lines_below(lines[key], context.sheet))
    used = tuple(line for line in context.sheet.lines if key in _names(line))
    return FigurePage(context.owner, steps, used)


def _lines_below(line: Line, sheet: Worksheet) -> tuple[str, ...]:
    """Return the keys of the line and of all lines that it is computed from, each once."""
    keys: dict[str, None] = {}
    waiting = [line.key]
    while waiting:
        name = waiting.pop()
        if name not in keys:
            keys[name] = None
            parts = [part for part in _names(sheet.line(name)) if sheet.has(part)]
            waiting += reversed(parts)
    return tuple(keys)


def _names(line: Line) -> Iterator[str]:
    """Yield the lines that a line is computed from, or that it repeats."""
    if line.formula:
        yield from dict.fromkeys(_NAME.findall(line.formula))
    elif line.source.startswith("line "):
        yield line.source.removeprefix("line ")


def _step(context: WorksheetContext, line: Line) -> Step:
    row = row_of(line, context.sheet, context.form, context.owner.code)
    if context.owner.kind == "area" and line.source == AREA_VALUES:
        row = row._replace(cell=Cell(AREA_VALUES, context.owner.code, line.key))
    origin = origin_of(context.events, row.cell) if row.cell else None
    return Step(row, len(tuple(_names(line))), origin, _repeated_figure(context, line))


def _repeated_figure(context: WorksheetContext, line: Line) -> tuple[FigureOwner, str] | None:
    """Return the figure that a line repeats: another levy's rate or tax, or an area's tax."""
    if line.formula:
        return None
    if context.owner.kind == "season":
        kind = "levy" if line.key.startswith(TAX_OF) else "area"
        return FigureOwner(kind, line.source), "tax"
    levy = context.form.other_levy(line)
    return (FigureOwner("levy", levy), context.rates[levy]) if levy in context.rates else None

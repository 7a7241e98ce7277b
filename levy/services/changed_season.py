"""A season with one input changed: parsed and checked like a season folder.

An input is a cell of a season folder: its file, the levy or area of its row, its column.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

from levy.errors import InputRefused
from levy.importers.season_column import Column, Table
from levy.importers.season_references import unknown_codes
from levy.importers.season_rules import broken_rules
from levy.importers.season_schema import FACTS, TABLES
from levy.importers.season_table import Row, TableRead
from levy.importers.season_unit import Fault
from levy.kinds import MeasureKind, Outcome
from levy.law.season import AreaLevy, Measure, Season
from levy.services.figures import iso_day, ungrouped

# Files with one row per levy, whose cells can be edited one by one.
OF_A_LEVY = ("limits.csv", "requests.csv", "enrichment.csv", "received_rates.csv")
AREA_VALUES, AREA_LEVIES = "values.csv", "area_levies.csv"
LEVIES, MEASURES = "levies.csv", "measures.csv"
# Not a file: the rate of a levy's lid lift in a scenario.
LID_LIFT = "a lid lift"
# Files whose rows need several cells: editing a cell changes a row, but never adds one.
_WHOLE_ROWS = (LEVIES, MEASURES)
_EDITABLE = (*OF_A_LEVY, AREA_VALUES, *_WHOLE_ROWS)
LIFTS = {MeasureKind.LID_LIFT_SINGLE_YEAR, MeasureKind.LID_LIFT_MULTI_YEAR}
_TABLES = {table.file: table for table in TABLES}
# Of each file: the rows that were checked last, and the same rows as a reader returns them.
_LAST_READ: dict[str, tuple[tuple[Any, ...], TableRead]] = {}


class Cell(NamedTuple):
    """The cell of an input.

    code  the levy, area or measure of its row
    """

    file: str
    code: str
    field: str

    def __str__(self) -> str:
        return f"{self.code}, {self.field} ({self.file})"


class Input(NamedTuple):
    """An input as a page shows it: its cell, what it is, and its text; blank if not known."""

    cell: Cell
    meaning: str
    form: str
    text: str


def inputs_of_levy(season: Season, code: str) -> tuple[tuple[str, tuple[Input, ...]], ...]:
    """Return the inputs of a levy, by file."""
    return tuple((file, tuple(_inputs(season, file, code))) for file in (*OF_A_LEVY, LEVIES))


def inputs_of_area(season: Season, code: str) -> tuple[Input, ...]:
    """Return the values of an area."""
    return tuple(_inputs(season, AREA_VALUES, code))


def inputs_of_measure(season: Season, code: str) -> tuple[Input, ...]:
    """Return the inputs of a measure."""
    return tuple(_inputs(season, MEASURES, code))


def input_at(season: Season, cell: Cell) -> Input | None:
    """Return the input of a cell; None if it cannot be edited."""
    if cell.file not in _EDITABLE:
        return None
    if cell.file in _WHOLE_ROWS and _row(season, _TABLES[cell.file], cell.code) is None:
        return None
    inputs = _inputs(season, cell.file, cell.code)
    return next((cell_input for cell_input in inputs if cell_input.cell == cell), None)


def text_of(season: Season, cell: Cell) -> str:
    """Return a cell's text as a season folder writes it; blank if it is not known."""
    if cell.file == LID_LIFT:
        name = _lift_of(cell.code)
        return next((f"{row.rate:f}" for row in season.measures if row.measure == name), "")
    if cell.file == AREA_LEVIES:
        return "yes" if AreaLevy(cell.code, cell.field) in season.area_levies else "no"
    table = _TABLES[cell.file]
    row = _row(season, table, cell.code)
    value = None if row is None else getattr(row, table.column(cell.field).attribute)
    return table.column(cell.field).written(value)


def season_with(season: Season, cell: Cell, text: str) -> Season:
    """Return the season with this text in the cell.

    Raises InputRefused if the text is not valid for the cell, or not with the rest of the season.
    """
    text = text.strip()
    if cell.file == AREA_LEVIES:
        return _with_annexation(season, cell, text)
    if cell.file == LID_LIFT:
        return _with_lid_lift(season, cell, text)
    table = _editable_table(cell)
    value = {table.column(cell.field).attribute: _value(cell, table.column(cell.field), text)}
    if cell.file in _WHOLE_ROWS:
        return _with_edited_row(season, cell, value)
    rows = getattr(season, table.rows)
    row = _row(season, table, cell.code) or table.record(cell.code)
    new_row = replace(row, **value)
    others = tuple(other for other in rows if _code(table, other) != cell.code)
    new_rows = others if new_row == table.record(cell.code) else (*others, new_row)
    ordered = tuple(sorted(new_rows, key=lambda other: _code(table, other)))
    return replace(season, **{table.rows: ordered})


def check(season: Season, cell: Cell) -> None:
    """Raise InputRefused if the rows of a season contradict each other."""
    reads = _table_reads(season)
    problem = next(chain(unknown_codes(reads), broken_rules(reads)), None)
    if problem is not None:
        raise InputRefused(str(cell), problem.what, problem.to_do)


def _inputs(season: Season, file: str, code: str) -> Iterator[Input]:
    table = _TABLES[file]
    for column in table.columns:
        if column.name not in table.key:
            cell = Cell(file, code, column.name)
            yield Input(cell, column.meaning, column.unit.form, text_of(season, cell))


def _with_edited_row(season: Season, cell: Cell, value: dict[str, Any]) -> Season:
    """Return the season with one value of an existing row changed; the order of rows stays."""
    table = _TABLES[cell.file]
    row = _row(season, table, cell.code)
    if row is None:
        raise InputRefused(str(cell), f"{cell.file} has no {cell.code}.", "Import the file.")
    new_row = replace(row, **value)
    if isinstance(new_row, Measure) and new_row.factor is not None and new_row.kind not in LIFTS:
        raise InputRefused(
            str(cell),
            f"A measure of kind {new_row.kind} has no limit factor.",
            "Leave factor blank, or write the kind of a lid lift first.",
        )
    rows = tuple(new_row if other is row else other for other in getattr(season, table.rows))
    return replace(season, **{table.rows: rows})


def _editable_table(cell: Cell) -> Table:
    table = _TABLES.get(cell.file)
    if table is None or cell.file not in _EDITABLE:
        raise InputRefused(
            str(cell), "It is not an input of one levy, area or measure.", "Import its file."
        )
    if cell.field not in {column.name for column in table.columns if column.name not in table.key}:
        column_names = ", ".join(column.name for column in table.columns)
        raise InputRefused(
            str(cell), "There is no such column.", f"The columns are {column_names}."
        )
    return table


def _value(cell: Cell, column: Column, text: str) -> Any:
    if not text:
        if column.required:
            raise InputRefused(str(cell), "It cannot be blank.", f"Write {column.unit.form}.")
        return () if column.attribute == "statutory_less" else None
    value = column.unit.read(text)
    for written in (ungrouped(text), iso_day(text)):
        if isinstance(value, Fault) and written != text:
            value = column.unit.read(written)
            if isinstance(value, Fault):  # the message quotes the text as typed
                value = Fault(value.message.replace(written, text), value.to_do)
    if isinstance(value, Fault):
        raise InputRefused(str(cell), value.message, value.to_do)
    return value


def _code(table: Table, row: Any) -> str:
    return getattr(row, table.column(table.key[0]).attribute)


def _row(season: Season, table: Table, code: str) -> Any:
    return next((row for row in getattr(season, table.rows) if _code(table, row) == code), None)


def _with_annexation(season: Season, cell: Cell, text: str) -> Season:
    """Return the season with an annexation: an area pays a levy, or no longer pays it."""
    pair = AreaLevy(cell.code, cell.field)
    areas, levies = {row.area for row in season.areas}, {row.levy for row in season.levies}
    if cell.code not in areas or cell.field not in levies or text not in {"yes", "no"}:
        raise InputRefused(
            str(cell), "It needs an area, a levy, and yes or no.", "Choose them from the lists."
        )
    others = {row for row in season.area_levies if row != pair}
    pairs = others | {pair} if text == "yes" else others
    return replace(season, area_levies=tuple(sorted(pairs, key=lambda row: (row.area, row.levy))))


def _with_lid_lift(season: Season, cell: Cell, text: str) -> Season:
    """Return the season with a single-year lid lift that voters passed, by its rate."""
    year, name = season.facts.tax_year, _lift_of(cell.code)
    others = tuple(row for row in season.measures if row.measure != name)
    rate = _value(cell, _TABLES[MEASURES].column("rate"), text)
    if rate is None:
        return replace(season, measures=others)
    measure = Measure(
        name,
        cell.code,
        MeasureKind.LID_LIFT_SINGLE_YEAR,
        Outcome.PASSED,
        first_year=year,
        last_year=year,
        rate=Decimal(rate),
    )
    return replace(season, measures=tuple(sorted((*others, measure), key=lambda row: row.measure)))


def _lift_of(levy: str) -> str:
    return f"WHAT-IF {levy}"


def _table_reads(season: Season) -> dict[str, TableRead]:
    """Return the season's rows as a reader of its files would; the header is line 1."""
    return {FACTS.file: _table_read(FACTS, (season.facts,))} | {
        table.file: _table_read(table, rows)
        for table in TABLES
        if (rows := getattr(season, table.rows)) or table.needed
    }


def _table_read(table: Table, rows: tuple[Any, ...]) -> TableRead:
    """Return rows as a reader would; cached, since an edit leaves most files' rows unchanged."""
    last = _LAST_READ.get(table.file)
    if last is not None and last[0] is rows:
        return last[1]
    read = TableRead(table)
    read.rows = [Row(line, _filled_cells(table, row), row) for line, row in enumerate(rows, 2)]
    _LAST_READ[table.file] = (rows, read)
    return read


def _filled_cells(table: Table, row: Any) -> dict[str, Any]:
    values = ((column.name, getattr(row, column.attribute)) for column in table.columns)
    return {name: value for name, value in values if value is not None and value != ()}

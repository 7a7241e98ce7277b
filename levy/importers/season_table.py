"""Reads one CSV file of a season folder into rows, each with its line number."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from levy.errors import Problem
from levy.importers.season_column import Column, Table
from levy.importers.season_unit import Fault, nearest, quoted


@dataclass(frozen=True, slots=True)
class Row:
    """One row, as far as it could be read.

    line    line of the file: the header is 1
    values  value by column, without blank and unreadable cells
    record  the whole row, or None if a cell could not be read
    """

    line: int
    values: Mapping[str, Any]
    record: Any


@dataclass(slots=True)
class TableRead:
    """One file, as far as it could be read.

    whole  whether every row was read, so that a code that is not in `rows` is unknown
    """

    table: Table
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = True

    def problem(self, line: int, column: str, message: str, to_do: str) -> None:
        self.problems.append(Problem(self.table.file, line, column, message, to_do))

    def records(self) -> Iterator[tuple[int, Any]]:
        """Yield the records of the rows that could be read completely, with their lines."""
        return ((row.line, row.record) for row in self.rows if row.record is not None)


def read_table(table: Table, text: str) -> TableRead:
    """Return the rows of one file and every problem in it."""
    read = TableRead(table)
    lines = _lines(read, text)
    _, header = next(lines, (1, []))
    if not any(header):
        read.whole = False
        if not read.problems:
            to_do = f"Write: {','.join(column.name for column in table.columns)}."
            read.problem(1, "", "The first row has no column names.", to_do)
        return read
    header = [name.strip() for name in header]
    complete = _check_header(read, header)
    # A duplicate column is not read: it is ambiguous.
    places = {name: place for place, name in enumerate(header) if header.count(name) == 1}
    columns = [(column, places[column.name]) for column in table.columns if column.name in places]
    read.whole = read.whole and all(key in places for key in table.key)
    if not columns:
        return read
    for line, cells in lines:
        if any(cells):
            _read_row(read, line, _counted(read, line, cells, len(header)), columns, complete)
    _check_keys(read)
    return read


def read_values(
    read: TableRead, line: int, columns: Sequence[tuple[Column, str]]
) -> tuple[dict[str, Any], bool]:
    """Return the values of one row's cells without blanks, and whether all could be read."""
    values, sound = {}, True
    for column, cell in columns:
        if not cell:
            if column.required:
                sound = False
                read.problem(line, column.name, "The cell is blank.", f"Write {column.unit.form}.")
            continue
        value = column.unit.read(cell)
        if isinstance(value, Fault):
            sound = False
            read.problem(line, column.name, value.message, value.to_do)
        else:
            values[column.name] = value
    return values, sound


def record_of(table: Table, values: Mapping[str, Any]) -> Any:
    """Return the record with these values."""
    fields = {
        column.attribute: values[column.name] for column in table.columns if column.name in values
    }
    return table.record(**fields)


def _lines(read: TableRead, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's first line and its trimmed cells; stop where the file is not valid CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        read.whole = False
        read.problem(
            line,
            "",
            f"Starting in this row, the file is not valid CSV ({error}).",
            "Close the quotation mark; write a quotation mark that is part of the text twice.",
        )


def _check_header(read: TableRead, header: list[str]) -> bool:
    """Report problems in the header; return whether the file has exactly the right columns."""
    names = [column.name for column in read.table.columns]
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        mark = "semicolons" if ";" in header[0] else "tabs"
        read.problem(1, "", f"The columns are separated by {mark}.", "Save the file with commas.")
        return False
    for name, times in Counter(header).items():
        if not name:
            read.problem(1, "", "A column has no name.", "Remove the column, or name it.")
        elif name not in names:
            message = f"The file has no column {quoted(name)}{nearest(name, names)}"
            read.problem(1, name, message, f"Its columns are {', '.join(names)}.")
        elif times > 1:
            read.problem(1, name, f"The column appears {times} times.", "Keep one of them.")
    for name in names:
        if name not in header:
            to_do = "Add it; leave its cells blank if nothing is known."
            read.problem(1, name, "The column is missing.", to_do)
    return set(names) <= set(header) and len(header) == len(set(header))


def _counted(read: TableRead, line: int, cells: list[str], width: int) -> list[str] | None:
    """Return the cells, or None if there are not as many as the header has."""
    if len(cells) == width:
        return cells
    count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    read.problem(
        line,
        "",
        f"The row has {count}, the header {width}.",
        "Write a cell for each column, and put text that contains a comma in quotation marks.",
    )
    return None


def _read_row(
    read: TableRead,
    line: int,
    cells: list[str] | None,
    columns: Sequence[tuple[Column, int]],
    complete: bool,
) -> None:
    if cells is None:
        read.whole = False  # other files may name its code
        return
    values, sound = read_values(read, line, [(column, cells[place]) for column, place in columns])
    if any(key not in values for key in read.table.key if read.table.column(key).required):
        read.whole = False
    record = record_of(read.table, values) if sound and complete else None
    read.rows.append(Row(line, values, record))


def _check_keys(read: TableRead) -> None:
    """Report every row whose key an earlier row has."""
    key = read.table.key
    required = [name for name in key if read.table.column(name).required]
    first: dict[tuple[Any, ...], int] = {}
    for row in read.rows:
        if any(name not in row.values for name in required):
            continue
        values = tuple(row.values.get(name) for name in key)
        earlier = first.setdefault(values, row.line)
        if earlier != row.line:
            shown = " and ".join(quoted(str(value)) for value in values if value is not None)
            column = key[0] if len(key) == 1 else ""
            message = f"Row {earlier} already has {shown}."
            read.problem(row.line, column, message, "Keep one of the two rows.")

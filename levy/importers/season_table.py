"""One CSV file of a season folder becomes rows, each with the line on which it stands."""

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
    """What could be read of one row.

    line    line of the file: the header is 1
    values  column to value, for the cells that are known
    record  the whole row, or None where a cell of it could not be read
    """

    line: int
    values: Mapping[str, Any]
    record: Any


@dataclass(slots=True)
class TableRead:
    """What could be read of one file.

    whole  whether every row was seen, so that a code that is not here is nowhere
    """

    table: Table
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = True

    def problem(self, line: int, column: str, what: str, to_do: str) -> None:
        self.problems.append(Problem(self.table.file, line, column, what, to_do))

    def records(self) -> Iterator[tuple[int, Any]]:
        """Yield the rows that could be read whole, with their lines."""
        return ((row.line, row.record) for row in self.rows if row.record is not None)


def read_table(table: Table, text: str) -> TableRead:
    """Return the rows of one file and every problem in it."""
    read = TableRead(table)
    lines = _lines(read, text)
    _, header = next(lines, (1, []))
    if not any(header):
        read.whole = False
        if not read.problems:
            to_do = f"Write there: {','.join(column.name for column in table.columns)}."
            read.problem(1, "", "The first row has no column names.", to_do)
        return read
    header = [name.strip() for name in header]
    complete = _check_header(read, header)
    # A column that stands twice is not read: nobody knows which of the two is meant.
    at = {name: place for place, name in enumerate(header) if header.count(name) == 1}
    columns = [(column, at[column.name]) for column in table.columns if column.name in at]
    read.whole = read.whole and all(key in at for key in table.key)
    if not columns:
        return read
    for line, cells in lines:
        if any(cells):
            _read_row(read, line, _fitted(read, line, cells, len(header)), columns, complete)
    _check_keys(read)
    return read


def read_values(
    read: TableRead, line: int, columns: Sequence[tuple[Column, str]]
) -> tuple[dict[str, Any], bool]:
    """Return the values of one row's cells, blanks left out, and whether all could be read."""
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
            read.problem(line, column.name, value.what, value.to_do)
        else:
            values[column.name] = value
    return values, sound


def record_of(table: Table, values: Mapping[str, Any]) -> Any:
    """Return the record that these values make."""
    fields = {
        column.attribute: values[column.name] for column in table.columns if column.name in values
    }
    return table.record(**fields)


def _lines(read: TableRead, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's first line and its cells, trimmed; stop where the file is no CSV."""
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
            f"From here on the file is not CSV ({error}).",
            "Close the quotation mark, and double one that belongs to the text.",
        )


def _check_header(read: TableRead, header: list[str]) -> bool:
    """Report what is wrong with the header; return whether the file has the columns it should."""
    names = [column.name for column in read.table.columns]
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        mark = "semicolons" if ";" in header[0] else "tabs"
        read.problem(1, "", f"The columns are separated by {mark}.", "Save the file with commas.")
        return False
    for name, times in Counter(header).items():
        if not name:
            read.problem(1, "", "A column has no name.", "Take the column out, or name it.")
        elif name not in names:
            what = f"The file has no column {quoted(name)}{nearest(name, names)}"
            read.problem(1, name, what, f"Its columns are {', '.join(names)}.")
        elif times > 1:
            read.problem(1, name, f"The column stands {times} times.", "Keep one of them.")
    for name in names:
        if name not in header:
            to_do = "Add it; leave its cells blank where nothing is known."
            read.problem(1, name, "The column is missing.", to_do)
    return set(names) <= set(header) and len(header) == len(set(header))


def _fitted(read: TableRead, line: int, cells: list[str], width: int) -> list[str] | None:
    """Return the cells, or None where they are not as many as the header has."""
    if len(cells) == width:
        return cells
    count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    read.problem(
        line,
        "",
        f"The row has {count}, the header {width}.",
        "Give it a cell for each column, and put a text that has a comma in quotation marks.",
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
        read.whole = False  # its code may be one that other files name
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
            what = f"Row {earlier} already has {shown}."
            read.problem(row.line, column, what, "Keep one of the two rows.")

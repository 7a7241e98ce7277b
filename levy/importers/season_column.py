"""What a file of a season folder is declared to be: its columns and its key."""

from dataclasses import dataclass
from typing import Any

from levy.importers.season_unit import Unit


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    refers  the file that must have a row for the code in this cell; blank where none must
    field   the record's field, where Python needs another name
    """

    name: str
    unit: Unit
    meaning: str
    required: bool = False
    refers: str = ""
    field: str = ""

    @property
    def attribute(self) -> str:
        return self.field or self.name

    def written(self, value: Any) -> str:
        """Return a value as a cell has it; blank where it is not known."""
        return "" if value is None or value == () else self.unit.write(value)


@dataclass(frozen=True, slots=True)
class Table:
    """One file of input.

    record  the class of a row
    rows    the field of Season that holds the rows
    key     the columns that no two rows share
    needed  whether a season is nothing without the file
    """

    file: str
    one_row: str
    record: type
    rows: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    needed: bool = False

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True)
class ResultTable:
    """One file of results."""

    file: str
    one_row: str
    columns: tuple[Column, ...]

"""The declaration of a file in a season folder: its columns and its key."""

from dataclasses import dataclass
from typing import Any

from levy.importers.season_unit import Unit


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    refers  the file that must have a row for the code in this cell; blank if none
    field   the record's field, if it has another name than the column
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
        """Return the text of a cell with this value; blank if it is not known."""
        return "" if value is None or value == () else self.unit.write(value)


@dataclass(frozen=True, slots=True)
class Table:
    """One input file.

    one_row what a row is about: "One row for each …"
    record  class of a row
    rows    field of Season that holds the rows
    key     columns whose values together identify a row
    needed  whether every season must have the file
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
    """One result file."""

    file: str
    one_row: str
    columns: tuple[Column, ...]

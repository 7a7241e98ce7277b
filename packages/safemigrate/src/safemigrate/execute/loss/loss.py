"""Something that a downgrade loses, and its description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from safemigrate.postgres.sizes import count

Kind = Literal["table", "column", "label", "type", "removed", "changed", "unknown"]


@dataclass(frozen=True)
class Loss:
    """One loss.

    kind    a table, a column, a label of an enum, values that a new type changes, rows that a
            statement of the revision removes or changes, or rows without a value in a restored
            column that was set aside
    schema, table, column   its place; the column is blank if the whole table is meant
    what    the label, the new type, or the statement
    was     the type that the column has
    query   SQL that counts the rows that a statement changes; blank if no SQL can
    number  rows, or values that are not NULL; None if it cannot be counted before the downgrade
    """

    kind: Kind
    schema: str
    table: str
    column: str = ""
    what: str = ""
    was: str = ""
    query: str = ""
    number: int | None = None

    @property
    def place(self) -> str:
        """The table and column, without the schema public."""
        table = self.table if self.schema in ("public", "") else f"{self.schema}.{self.table}"
        return f"{table}.{self.column}" if self.column else table

    def __str__(self) -> str:
        match self.kind:
            case "table":
                return f"Table {self.place}, with {_count(self.number, 'row')}."
            case "column":
                return f"Column {self.place}, with {_count(self.number, 'value')}."
            case "label":
                return f"Label {self.what!r} of {self.place}, with {_count(self.number, 'row')}."
            case "type":
                changed = _count(self.number, "changed value")
                return f"Column {self.place} becomes {self.what}, with {changed}."
            case "unknown":
                rows = _count(self.number, "row")
                return f"Column {self.place} is restored without a value in {rows}."
            case "removed" | "changed":
                verb = "removes" if self.kind == "removed" else "changes"
                return f"{self.what} {verb} {_count(self.number, 'row')}."


def _count(number: int | None, noun: str) -> str:
    return f"{noun}s that cannot be counted" if number is None else count(number, noun)

"""Something that a downgrade takes away, and the sentence for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from safemigrate.postgres.sizes import count

Kind = Literal["table", "column", "label", "type", "removed", "changed", "unknown"]


@dataclass(frozen=True)
class Loss:
    """One loss.

    kind    a table, a column, a label of an enum, values that another type changes, rows that a
            statement of the revision removes or changes, or rows that have no value in a column
            that was set aside and comes back
    schema, table, column   where; the column is blank where all of them are meant
    what    the label, the other type, or the statement
    was     the type that the column has
    query   what counts the rows that a statement changes; blank where nothing can
    number  rows, or values that are not NULL; None where it cannot be counted before it runs
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
        """The table, and its column, as people write them."""
        table = self.table if self.schema in ("public", "") else f"{self.schema}.{self.table}"
        return f"{table}.{self.column}" if self.column else table

    def __str__(self) -> str:
        match self.kind:
            case "table":
                return f"Table {self.place} goes, with {_of(self.number, 'row')}."
            case "column":
                return f"Column {self.place} goes, with {_of(self.number, 'value')}."
            case "label":
                return f"Label {self.what!r} of {self.place} goes, with {_of(self.number, 'row')}."
            case "type":
                which = "values that change" if self.number != 1 else "value that changes"
                number = "values that" if self.number is None else f"{self.number:,} {which}"
                tail = " cannot be counted" if self.number is None else ""
                return f"Column {self.place} becomes {self.what}, with {number}{tail}."
            case "unknown":
                return f"Column {self.place} comes back with no value in {_of(self.number, 'row')}."
            case "removed" | "changed" as did:
                does = "removes" if did == "removed" else "changes"
                return f"{self.what} {does} {_of(self.number, 'row')}."


def _of(number: int | None, noun: str) -> str:
    return f"{noun}s that cannot be counted" if number is None else count(number, noun)

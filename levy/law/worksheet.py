"""A worksheet: an answer with its working, so that every number can be asked why."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Unit = Literal["dollars", "value", "rate", "factor", "fraction", "percent", "years"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a worksheet.

    key      how formulas name the line: the form's letter ("A", "P2F") or an input's name
    value    the number, or None where it is not known (a blank is not zero)
    formula  the line in terms of other lines' keys; blank for an input
    statute  the law that the line follows
    source   where an input came from; blank for a computed line
    """

    key: str
    label: str
    value: Decimal | None
    unit: Unit
    formula: str = ""
    statute: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The lines of one rule, in the order in which a person reads them."""

    statute: str
    lines: tuple[Line, ...]

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __getitem__(self, key: str) -> Decimal | None:
        """Return the value of the line with this key; KeyError where there is none."""
        for line in self.lines:
            if line.key == key:
                return line.value
        raise KeyError(key)

    def known(self, key: str) -> Decimal:
        """Return the value of a line that is always known; ValueError where it is blank."""
        value = self[key]
        if value is None:
            raise ValueError(f"line {key} of this worksheet is blank")
        return value

"""A worksheet: an answer with its working, so that every number can be asked why."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

Unit = Literal["dollars", "value", "rate", "factor", "fraction", "percent", "years", "text"]


class Line(NamedTuple):
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


class Worksheet(NamedTuple):
    """The lines of one rule or of several, in the order in which a person reads them."""

    statute: str
    lines: tuple[Line, ...]

    def line(self, key: str) -> Line:
        """Return the line with this key; KeyError where there is none."""
        for line in self.lines:
            if line.key == key:
                return line
        raise KeyError(key)

    def has(self, key: str) -> bool:
        """Return whether there is a line with this key."""
        return any(line.key == key for line in self.lines)

    def known(self, key: str) -> Decimal:
        """Return the value of a line; ValueError where it is blank."""
        value = self.line(key).value
        if value is None:
            raise ValueError(f"line {key} is blank")
        return value

    def followed_by(self, other: "Worksheet") -> "Worksheet":
        """Return this worksheet with the lines of another after its own.

        A line that both have (the value, say) is written once; ValueError where they differ.
        """
        own = {line.key: line.value for line in self.lines}
        for line in other.lines:
            if line.key in own and own[line.key] != line.value:
                raise ValueError(f"line {line.key} has two values")
        added = tuple(line for line in other.lines if line.key not in own)
        statute = (
            self.statute if other.statute in self.statute else f"{self.statute}; {other.statute}"
        )
        return Worksheet(statute, self.lines + added)

    def sourced(self, key: str, source: str) -> "Worksheet":
        """Return this worksheet with the source of one input written beside it."""
        return Worksheet(
            self.statute,
            tuple(line._replace(source=source) if line.key == key else line for line in self.lines),
        )


class Working:
    """A worksheet that is being written, line by line."""

    def __init__(self, statute: str):
        self.statute = statute
        self.lines: list[Line] = []

    def given(
        self, key: str, label: str, value: Decimal | None, unit: Unit, source: str = ""
    ) -> Decimal | None:
        """Write down an input, blank or not, and return it."""
        self.lines.append(Line(key, label, value, unit, "", "", source))
        return value

    def computed(
        self, key: str, label: str, value: Decimal, unit: Unit, formula: str, statute: str = ""
    ) -> Decimal:
        """Write down what was computed, with the formula that it follows, and return it."""
        self.lines.append(Line(key, label, value, unit, formula, statute or self.statute))
        return value

    def decided(
        self,
        key: str,
        label: str,
        value: Decimal | None,
        unit: Unit,
        formula: str,
        statute: str = "",
    ) -> Decimal | None:
        """Write down a figure that is blank where everything it depends on is blank."""
        self.lines.append(Line(key, label, value, unit, formula, statute or self.statute))
        return value

    def worksheet(self) -> Worksheet:
        """Return what was written."""
        return Worksheet(self.statute, tuple(self.lines))

    def __iter__(self) -> Iterator[Line]:
        """Yield the lines written so far."""
        return iter(self.lines)

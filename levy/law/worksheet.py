"""A worksheet: an answer with its working, so that every number can be asked why."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

Unit = Literal["dollars", "value", "rate", "factor", "fraction", "percent", "years", "text"]
# Lines are most of what a season writes, and a named tuple's own constructor doubles their cost.
_line = tuple.__new__
_SIGN = re.compile(r"[^A-Za-z0-9]")
_SIGN_IN_KEY = re.compile(r"_x([0-9a-f]+)_")


def key_of(code: str) -> str:
    """Return a code as a part of a line's key: letters and digits as they are, signs by number.

    Formulas are read as expressions, in which E-911 is a difference.  No two codes have one key.

    >>> key_of("KENN"), key_of("E-911")
    ('KENN', 'E_x2d_911')
    """
    return _SIGN.sub(lambda sign: f"_x{ord(sign[0]):x}_", code)


def code_of(key: str) -> str:
    """Return the code of which `key_of` made a part of a key.

    >>> code_of("E_x2d_911")
    'E-911'
    """
    return _SIGN_IN_KEY.sub(lambda sign: chr(int(sign[1], 16)), key)


class Line(NamedTuple):
    """One line of a worksheet.

    key      how formulas name the line: the form's letter ("A", "P2F") or an input's name;
             an identifier, a code in it written by `key_of`
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


class _Written(NamedTuple):
    statute: str
    lines: tuple[Line, ...]


class Worksheet(_Written):
    """The lines of one rule or of several, in the order in which a person reads them."""

    @cached_property
    def by_key(self) -> Mapping[str, Line]:
        """The lines by their keys; of two with one key, the first."""
        lines: dict[str, Line] = {}
        for line in self.lines:
            lines.setdefault(line.key, line)
        return lines

    def line(self, key: str) -> Line:
        """Return the line with this key; KeyError where there is none."""
        return self.by_key[key]

    def has(self, key: str) -> bool:
        """Return whether there is a line with this key."""
        return key in self.by_key

    def known(self, key: str) -> Decimal:
        """Return the value of a line; ValueError where it is blank."""
        value = self.by_key[key].value
        if value is None:
            raise ValueError(f"line {key} is blank")
        return value

    def followed_by(self, *others: "Worksheet") -> "Worksheet":
        """Return this worksheet with the lines of others after its own.

        A line that two have (the value, say) is written once; ValueError where they differ.
        """
        statute, lines = self.statute, dict(self.by_key)
        for other in others:
            kept = {key: lines[key] for key in other.by_key if key in lines}
            for key, line in kept.items():
                if line.value != other.by_key[key].value:
                    raise ValueError(f"line {key} has two values")
            lines.update(other.by_key)
            lines.update(kept)
            if other.statute not in statute:
                statute = f"{statute}; {other.statute}"
        return _indexed(statute, lines)

    def sourced(self, key: str, source: str) -> "Worksheet":
        """Return this worksheet with the source of one input written beside it."""
        lines = dict(self.by_key)
        if key in lines:
            lines[key] = Line(*lines[key][:-1], source)
        return _indexed(self.statute, lines)


def _indexed(statute: str, lines: Mapping[str, Line]) -> Worksheet:
    """Return the worksheet of these lines, which need not be indexed a second time."""
    sheet = Worksheet(statute, tuple(lines.values()))
    sheet.__dict__["by_key"] = lines
    return sheet


class Working:
    """A worksheet that is being written, line by line; each key is written once."""

    def __init__(self, statute: str):
        self.statute = statute
        self.lines: dict[str, Line] = {}

    def given(
        self, key: str, label: str, value: Decimal | None, unit: Unit, source: str = ""
    ) -> Decimal | None:
        """Write down an input, blank or not, and return it."""
        self.lines[key] = _line(Line, (key, label, value, unit, "", "", source))
        return value

    def computed(
        self, key: str, label: str, value: Decimal, unit: Unit, formula: str, statute: str = ""
    ) -> Decimal:
        """Write down what was computed, with the formula that it follows, and return it."""
        line = (key, label, value, unit, formula, statute or self.statute, "")
        self.lines[key] = _line(Line, line)
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
        line = (key, label, value, unit, formula, statute or self.statute, "")
        self.lines[key] = _line(Line, line)
        return value

    def worksheet(self) -> Worksheet:
        """Return what was written."""
        return _indexed(self.statute, self.lines.copy())

    def __iter__(self) -> Iterator[Line]:
        """Yield the lines written so far."""
        return iter(self.lines.values())

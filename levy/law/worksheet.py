"""A worksheet: an answer with its working, so that every number can be explained."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

# A value is dollars of assessed value; a number counts people, votes, pupils or days.
Unit = Literal["dollars", "value", "rate", "factor", "fraction", "percent", "years", "number"]
_SIGN = re.compile(r"[^A-Za-z0-9]")
_SIGN_IN_KEY = re.compile(r"_x([0-9a-f]+)_")


def key_of(code: str) -> str:
    """Return a code as part of a line's key: signs are replaced by their character numbers.

    Formulas are parsed as expressions, where E-911 would be a difference.  No two codes get the
    same key.

    >>> key_of("KENN"), key_of("E-911")
    ('KENN', 'E_x2d_911')
    """
    return _SIGN.sub(lambda sign: f"_x{ord(sign[0]):x}_", code)


def code_of(key: str) -> str:
    """Return the code that `key_of` turned into part of a key.

    >>> code_of("E_x2d_911")
    'E-911'
    """
    return _SIGN_IN_KEY.sub(lambda sign: chr(int(sign[1], 16)), key)


class Line(NamedTuple):
    """One line of a worksheet.

    key      the line's name in formulas: the form's letter ("A", "P2F") or an input's name;
             an identifier, so `key_of` writes the codes in it
    value    the number, or None if it is not known (a blank is not zero)
    formula  computes the line from other lines' keys; blank for an input
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


_Row = tuple[str, str, Decimal | None, Unit, str, str, str]  # the fields of a Line, in its order


class Worksheet:
    """The lines of one rule or of several, in the order in which a person reads them.

    Each key has one line.  If two lines have the same key, the first remains; ValueError if their
    values differ.
    """

    def __init__(self, statute: str, lines: Iterable[Line] = ()):
        self.statute = statute
        self._rows: dict[str, _Row] = {}
        for line in lines:
            _check_one_value(self._rows.setdefault(line.key, line), line.value)

    @cached_property
    def by_key(self) -> Mapping[str, Line]:
        """The lines by their keys."""
        return {key: Line(*row) for key, row in self._rows.items()}

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines from the first to the last."""
        return tuple(self.by_key.values())

    def line(self, key: str) -> Line:
        """Return the line with this key; KeyError if there is none."""
        return Line(*self._rows[key])

    def has(self, key: str) -> bool:
        """Return whether there is a line with this key."""
        return key in self._rows

    def value(self, key: str) -> Decimal | None:
        """Return the value of a line, None if it is blank; KeyError if there is no such line."""
        return self._rows[key][2]

    def number(self, key: str) -> Decimal:
        """Return the value of a line; ValueError if it is blank."""
        value = self._rows[key][2]
        if value is None:
            raise ValueError(f"line {key} is blank")
        return value

    def followed_by(self, *others: "Worksheet") -> "Worksheet":
        """Return this worksheet with the lines of others after its own.

        If several have a line with the same key (`value`, for example), the first remains;
        ValueError if their values differ.
        """
        statute, rows = self.statute, self._rows.copy()
        for other in others:
            for key, row in other._rows.items():
                _check_one_value(rows.setdefault(key, row), row[2])
            statute = _joined(statute, other.statute)
        return _of(statute, rows)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Worksheet):
            return NotImplemented
        return (self.statute, *self._rows.values()) == (other.statute, *other._rows.values())

    def __hash__(self) -> int:
        return hash((self.statute, *self._rows.values()))

    def __repr__(self) -> str:
        return f"Worksheet({self.statute!r}, {self.lines!r})"


def _of(statute: str, rows: dict[str, _Row]) -> Worksheet:
    """Return the worksheet of these rows, which the caller must not change afterwards."""
    sheet = Worksheet(statute)
    sheet._rows = rows
    return sheet


def _joined(statute: str, other: str) -> str:
    return statute if other in statute else f"{statute}; {other}"


def _check_one_value(row: _Row, value: Decimal | None) -> None:
    if row[2] != value:
        raise ValueError(f"line {row[0]} has two values")


class Working:
    """A worksheet that is being written, line by line; each key is written once.

    A rule that builds on others writes below their lines: `before` is the worksheet so far.
    Lines are stored as plain tuples until somebody reads them, because a season writes more than
    a thousand.
    """

    __slots__ = ("_before", "_rows", "statute")

    def __init__(self, statute: str, before: Worksheet | None = None):
        self.statute = statute
        self._before = "" if before is None else before.statute
        self._rows: dict[str, _Row] = {} if before is None else before._rows.copy()

    def input(
        self, key: str, label: str, value: Decimal | None, unit: Unit, source: str = ""
    ) -> Decimal | None:
        """Write an input, blank or not, and return it.

        If the worksheet already has this key, the first line remains; ValueError if its value
        differs.
        """
        rows = self._rows
        if key in rows:
            _check_one_value(rows[key], value)
        else:
            rows[key] = (key, label, value, unit, "", "", source)
        return value

    def set_source(self, key: str, source: str) -> None:
        """Set the source of an input, if the worksheet has it."""
        row = self._rows.get(key)
        if row is not None:
            self._rows[key] = (*row[:-1], source)

    def computed(
        self, key: str, label: str, value: Decimal, unit: Unit, formula: str, statute: str = ""
    ) -> Decimal:
        """Write a computed figure with its formula, and return the figure."""
        self._rows[key] = (key, label, value, unit, formula, statute or self.statute, "")
        return value

    def computed_or_blank(
        self,
        key: str,
        label: str,
        value: Decimal | None,
        unit: Unit,
        formula: str,
        statute: str = "",
    ) -> Decimal | None:
        """Write a computed figure that is blank if everything that it depends on is blank."""
        self._rows[key] = (key, label, value, unit, formula, statute or self.statute, "")
        return value

    def worksheet(self) -> Worksheet:
        """Return the worksheet; nothing may be written afterwards."""
        before = self._before
        return _of(_joined(before, self.statute) if before else self.statute, self._rows)

    def __iter__(self) -> Iterator[Line]:
        """Yield the lines written so far."""
        return (Line(*row) for row in self._rows.values())

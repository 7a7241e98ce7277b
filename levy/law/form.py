"""How a state's levy form arranges a worksheet, so that pages and commands need not know it.

Each state's package (`levy.law.JURISDICTIONS`) has a module `form` with a `FORM` of this shape;
everything else reads the form through `levy.services.season_form`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from levy.kinds import Binding, DistrictKind
from levy.law.season import LevyResult
from levy.law.worksheet import Line, Worksheet


class Part(NamedTuple):
    """The lines under one heading of the form."""

    title: str
    lines: tuple[Line, ...]


class Candidate(NamedTuple):
    """An amount that a levy may not exceed.

    key      the line that holds it
    label    its name in a table
    allows   what allows that amount, for use in a sentence: "the levy limit"
    amount   dollars; None if it is blank, so that it limits nothing
    decides  whether this amount decided the levy
    """

    key: str
    label: str
    allows: str
    amount: Decimal | None
    decides: bool


class Change(NamedTuple):
    """Dollars added to the amount that was decided; negative if subtracted."""

    line: Line
    amount: Decimal


class Form(NamedTuple):
    """A state's form.

    limits      short names of the limits across areas: "$5.90"
    bound_by    what decided a levy, in a word or two
    levy_line   key of the line with the levy, before anything is set aside from it
    rate_line   key of the line with that levy's rate, before it is certified
    parts       the parts of a worksheet, the answer last
    letter      the form's letter for the line with this key; blank if it has none
    other_levy  code of the levy whose rate a line repeats; blank if the line repeats none
    candidates  the amounts that could have decided a levy, lowest first and blanks last; empty
                if there was nothing to compare
    changes     how the amount that was decided became the levy
    named_lines keys of the lines that a worksheet has for `request`, `amount`, `certified_rate`,
                and next year's `next_highest_lawful_levy` and `next_rate`
    banked      lines with what may be levied in a later year: key and name of each definition
    due         last day for a district of this kind to certify its levy for a tax year; None
                if it certifies none
    """

    limits: Mapping[Binding, str]
    bound_by: Mapping[Binding, str]
    levy_line: str
    rate_line: str
    parts: Callable[[Worksheet], tuple[Part, ...]]
    letter: Callable[[str], str]
    other_levy: Callable[[Line], str]
    candidates: Callable[[LevyResult], tuple[Candidate, ...]]
    changes: Callable[[Worksheet], tuple[Change, ...]]
    named_lines: Callable[[Worksheet], Mapping[str, str]]
    banked: tuple[tuple[str, str], ...]
    due: Callable[[DistrictKind, int], date | None]

"""What a state's levy form says of its worksheets, so that pages and commands need not know it.

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
    """The lines that stand under one heading of the form."""

    title: str
    lines: tuple[Line, ...]


class Candidate(NamedTuple):
    """An amount that a levy may not pass.

    key      the line that it stands on
    label    what it is called in a table
    allows   what allows that much, within a sentence: "the levy limit"
    amount   dollars; None where it was not given, and so binds nothing
    decides  whether it is the one that decided
    """

    key: str
    label: str
    allows: str
    amount: Decimal | None
    decides: bool


class Change(NamedTuple):
    """What was added to the amount that was decided: dollars, below zero where it was taken off."""

    line: Line
    amount: Decimal


class Form(NamedTuple):
    """A state's form.

    limits      the limits across areas, by what each one decides: "$5.90"
    bound_by    what decided a levy, in a word or two
    levy_line   key of the line with the levy, before anything is set aside from it
    rate_line   key of the line with that levy's rate, before it is certified
    parts       the parts of a worksheet, the answer last
    letter      the form's letter of the line with this key; blank where it has none
    other_levy  code of the levy whose rate a line repeats; blank where it is its own
    candidates  what could have decided a levy, lowest first and blanks last; nothing where
                there was nothing to compare
    changes     how the amount that was decided became the levy
    named_lines the lines of a worksheet with what was asked and what came of it, as far as it
                has them: `request`, `amount`, `certified_rate`, and next year's
                `next_highest_lawful_levy` and `next_rate`
    banked      lines with what may be levied in a later year, by each definition: key, its name
    due         last day on which a district of this kind certifies its levy for a tax year; None
                where it certifies none
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

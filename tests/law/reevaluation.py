"""Checks that a worksheet explains itself: each line is what its formula says of the others."""

import ast
import re
from fractions import Fraction

from levy.law.worksheet import Worksheet
from tests.law.formula import evaluated, names_in

# What a formula's outermost function rounds to.
_ROUNDED_TO = re.compile(r"(?:rate|cut|round)(\d+)\(|(cents)\(")


def assert_explained(sheet: Worksheet) -> None:
    """Fail at the first line that its printed formula does not lead to."""
    for line in sheet.lines:
        if not line.formula:
            assert not line.statute, f"{line.key} is given: its source says so, not a statute"
            continue
        assert line.statute, f"{line.key} names no statute"
        if line.value is None:
            blank = {key for key in names_in(line.formula) if sheet.line(key).value is None}
            assert blank, f"{line.key} is blank, but all of {line.formula} is known"
            continue
        rounding = _ROUNDED_TO.match(line.formula)
        if rounding and _is_one_call(line.formula):
            places = int(rounding[1] or 2)
            assert line.value.as_tuple().exponent == -places, f"{line.key} shows {line.value}"
        assert evaluated(line, sheet) == Fraction(line.value), f"{line.key} = {line.formula}"


def _is_one_call(formula: str) -> bool:
    return isinstance(ast.parse(formula, mode="eval").body, ast.Call)

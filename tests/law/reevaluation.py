"""Checks that a worksheet explains itself: each line is what its formula says of the others."""

from fractions import Fraction

from levy.law.worksheet import Worksheet
from tests.law.formula import evaluated, names_in


def assert_explained(sheet: Worksheet) -> None:
    """Fail at the first line that its printed formula does not lead to."""
    keys = [line.key for line in sheet.lines]
    assert len(set(keys)) == len(keys), f"two lines have one key: {keys}"
    for line in sheet.lines:
        if not line.formula:
            assert not line.statute, f"{line.key} is given: its source says so, not a statute"
            continue
        assert line.statute, f"{line.key} names no statute"
        if line.value is None:
            blank = {key for key in names_in(line.formula) if sheet.line(key).value is None}
            assert blank, f"{line.key} is blank, but all of {line.formula} is known"
            continue
        assert evaluated(line, sheet) == Fraction(line.value), f"{line.key} = {line.formula}"

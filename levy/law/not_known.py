"""Inputs that are not known yet: such an input is never 0, and what follows from it is blank."""

import re

from levy.law.worksheet import Worksheet

_NAME = re.compile(r"\w+")


class NotKnown(Exception):
    """An input is missing; the message names it: "the amount certified by the district".

    so_far  the worksheet with the lines that do not depend on it, or None
    """

    def __init__(self, missing: str, so_far: Worksheet | None = None):
        self.missing = missing
        self.so_far = so_far
        super().__init__(missing)


def blank_dependents(sheet: Worksheet, key: str) -> Worksheet:
    """Return the worksheet with every line blank that depends, directly or not, on this line.

    key  the line that is blank

    A rule treats a blank as no limit and computes the rest.  While a levy waits for that input,
    the results are not its figures yet.
    """
    blank = {key}
    lines = []
    for line in sheet.lines:
        inputs = _NAME.findall(line.formula) or [line.source.removeprefix("line ")]
        if not blank.isdisjoint(inputs):
            blank.add(line.key)
            line = line._replace(value=None)
        lines.append(line)
    return Worksheet(sheet.statute, lines)

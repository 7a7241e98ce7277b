"""What a levy waits for: "not yet known" is never 0, and what follows from it is blank."""

import re

from levy.law.worksheet import Worksheet

_NAME = re.compile(r"\w+")


class NotKnown(Exception):
    """A missing prerequisite; its message names it: "the amount certified by the district".

    so_far  the worksheet as far as it is decided without it, or None
    """

    def __init__(self, what: str, so_far: Worksheet | None = None):
        self.what = what
        self.so_far = so_far
        super().__init__(what)


def undecided(sheet: Worksheet, key: str) -> Worksheet:
    """Return the worksheet without the figures that follow, directly or not, from a blank line.

    key  the line that is blank

    A rule computes on with what it has; a levy that waits for an input has no such figures.
    """
    blank = {key}
    lines = []
    for line in sheet.lines:
        follows = _NAME.findall(line.formula) or [line.source.removeprefix("line ")]
        if not blank.isdisjoint(follows):
            blank.add(line.key)
            line = line._replace(value=None)
        lines.append(line)
    return Worksheet(sheet.statute, lines)

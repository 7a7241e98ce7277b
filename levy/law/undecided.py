"""A worksheet while one of its inputs is not known: what follows from that input is blank."""

import re

from levy.law.worksheet import Worksheet

_NAME = re.compile(r"\w+")


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

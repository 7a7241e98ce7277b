"""The lines of a worksheet as the page shows them: in their parts, each with its why."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from levy.law.worksheet import Line, Worksheet
from levy.web import format as written
from levy.web.formula import Reading, in_words

_LETTER = re.compile(r"(P2)?[A-Z]\d?")


class Row(NamedTuple):
    """One line of a worksheet.

    anchor   where a link to the line leads
    letter   the line's letter on the state's form, or blank
    symbols  its formula in terms of other lines; blank for an input
    numbers  the same with their figures
    levy     code of the levy whose worksheet the figure comes from, or blank
    reason   why it is blank, where it is
    """

    anchor: str
    letter: str
    line: Line
    figure: str
    symbols: Reading
    numbers: Reading
    levy: str
    reason: str


class Part(NamedTuple):
    """The lines that stand under one heading."""

    title: str
    rows: tuple[Row, ...]


def parts_of(sheet: Worksheet) -> tuple[Part, ...]:
    """Return a worksheet in the parts of the state's form, the answer last."""
    rows = tuple(_rows(sheet))
    return tuple(
        Part(title, rows[start:end]) for title, start, end in _bounds(sheet) if start < end
    )


def anchor_of(key: str) -> str:
    """Return where the line with this key can be found on its page."""
    return f"line-{key}"


def letter_of(key: str) -> str:
    """Return the letter by which the form names a line; blank where it has none."""
    return key if _LETTER.fullmatch(key) else ""


def _bounds(sheet: Worksheet) -> Iterator[tuple[str, int, int]]:
    keys = [line.key for line in sheet.lines]
    limited = "K" in keys
    maximum = keys.index("maximum_rate") + 1 if limited else 0
    page_1 = keys.index("K") + 1 if limited else 0
    answer = keys.index("rate") if "rate" in keys else len(keys)
    levied = keys.index("P2S_rate") + 1 if "P2S_rate" in keys else page_1
    yield "Statutory maximum rate", 0, maximum
    yield "Page 1: the levy limit", maximum, page_1
    if not limited:
        yield "The levy", 0, levied
    else:
        lifted = "voted_levy" in keys
        yield "Levy by voters' rate" if lifted else "Page 2: the levy", page_1, levied
    set_aside = any(key.startswith("part_") for key in keys)
    yield "Set aside by law" if set_aside else "The rate", levied, answer
    yield "The answer", answer, len(keys)


def _rows(sheet: Worksheet) -> Iterator[Row]:
    lines = {line.key: line for line in sheet.lines}

    def name(key: str) -> str:
        # "3.6 less the rate": in a formula the sign says so already
        return letter_of(key) or lines[key].label.removeprefix("Less ").removeprefix("Plus ")

    def number(key: str) -> str:
        line = lines[key]
        return "blank" if line.value is None else written.figure(line.value, line.unit)

    for line in sheet.lines:
        yield Row(
            anchor_of(line.key),
            letter_of(line.key),
            line,
            written.figure(line.value, line.unit),
            in_words(line.formula, lines, name) if line.formula else (),
            in_words(line.formula, lines, number) if line.formula else (),
            line.key.removeprefix("less_") if line.key.startswith("less_") else "",
            _reason(line),
        )


def _reason(line: Line) -> str:
    if line.value is not None:
        return ""
    if line.formula:
        return "not decided: what it is computed from was not given"
    return f"not given in {line.source}" if line.source else "not given"

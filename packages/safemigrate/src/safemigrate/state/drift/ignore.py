"""The differences that a project knows and accepts: migrations/drift.ignore.

One a line, with the reason after a #:

    index public.ix_report_*        # made by hand for the yearly report, dropped in March
    table public.person comment     # the office writes these
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

import click

from safemigrate.catalogue import KINDS
from safemigrate.catalogue.comparison import Difference

FILE = "drift.ignore"
EXAMPLE = "index public.ix_report_* # why it is accepted"


class LineNotUnderstood(click.ClickException):
    """A line of the file that ignores nothing."""

    def __init__(self, file: str, line: int, text: str, why: str) -> None:
        self.file, self.line, self.text, self.why = file, line, text, why
        super().__init__(f"{file}, line {line}: {text!r} {why}. Write it as: {EXAMPLE}")


@dataclass(frozen=True)
class Accepted:
    """One line: a kind or *, a pattern of names, and a fact where only that is accepted."""

    line: int
    kind: str
    names: str
    fact: str

    def covers(self, each: Difference) -> bool:
        """Return whether the line is about this object."""
        kinds = {self.kind} & {"*", each.thing.kind}
        return bool(kinds) and fnmatchcase(each.thing.name, self.names)


def accepted(folder: Path, shown: str) -> list[Accepted]:
    """Return the lines of the file, none where there is no file."""
    file = folder / FILE
    if not file.exists():
        return []
    lines = enumerate(file.read_text().splitlines(), start=1)
    return [_line(number, text, shown) for number, text in lines if text.split("#")[0].strip()]


def _line(number: int, text: str, shown: str) -> Accepted:
    rule, _, reason = text.partition("#")
    if not reason.strip():
        raise LineNotUnderstood(shown, number, text.strip(), "has no reason")
    rule = rule.strip()
    for kind in sorted(["*", *KINDS], key=len, reverse=True):
        if rule.startswith(f"{kind} "):
            names, _, fact = rule.removeprefix(kind).strip().partition(" ")
            return Accepted(number, kind, names, fact.strip())
    raise LineNotUnderstood(shown, number, rule, f"names no kind ({', '.join(KINDS)}, or *)")


def without_accepted(
    found: list[Difference], lines: list[Accepted]
) -> tuple[list[Difference], list[Accepted]]:
    """Return the differences that no line accepts, and the lines that accepted nothing."""
    left, used = [], set()
    for each in found:
        covering = [line for line in lines if line.covers(each)]
        used |= {line for line in covering if not line.fact or line.fact in each.facts}
        if any(not line.fact for line in covering):
            continue
        facts = {
            name: v for name, v in each.facts.items() if name not in {c.fact for c in covering}
        }
        if facts or not each.facts:
            left.append(replace(each, facts=facts))
    return left, [line for line in lines if line not in used]

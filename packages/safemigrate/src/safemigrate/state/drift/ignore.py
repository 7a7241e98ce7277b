"""The differences that a project accepts: migrations/drift.ignore.

One per line, with the reason after a #:

    index public.ix_report_*        # created by hand for the yearly report, dropped in March
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
    """A line of the file that cannot be read."""

    def __init__(self, file: str, line: int, text: str, problem: str) -> None:
        self.file, self.line, self.text, self.problem = file, line, text, problem
        super().__init__(f"{file}, line {line}: {text!r} {problem}. Write it as: {EXAMPLE}")


@dataclass(frozen=True)
class Accepted:
    """One line: a kind or *, a pattern of names, and a fact if only that fact is accepted."""

    line: int
    kind: str
    names: str
    fact: str

    def covers(self, difference: Difference) -> bool:
        """Return whether the line is about this object."""
        kinds = {self.kind} & {"*", difference.thing.kind}
        return bool(kinds) and fnmatchcase(difference.thing.name, self.names)


def accepted(folder: Path, shown: str) -> list[Accepted]:
    """Return the lines of the file; none if there is no file."""
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
    raise LineNotUnderstood(shown, number, rule, f"has no valid kind ({', '.join(KINDS)}, or *)")


def without_accepted(
    differences: list[Difference], lines: list[Accepted]
) -> tuple[list[Difference], list[Accepted]]:
    """Return the differences that no line accepts, and the lines that match nothing."""
    rest, used = [], set()
    for difference in differences:
        covering = [line for line in lines if line.covers(difference)]
        used |= {line for line in covering if not line.fact or line.fact in difference.facts}
        if any(not line.fact for line in covering):
            continue
        accepted_facts = {line.fact for line in covering}
        facts = {k: v for k, v in difference.facts.items() if k not in accepted_facts}
        if facts or not difference.facts:
            rest.append(replace(difference, facts=facts))
    return rest, [line for line in lines if line not in used]

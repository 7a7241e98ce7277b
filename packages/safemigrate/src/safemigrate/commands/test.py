"""`db test`: every check, one after the other, as a person and a program read them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any

from safemigrate.postgres.sizes import count
from safemigrate.testing.bench import bench
from safemigrate.testing.check_verdict import Outcome, Verdict
from safemigrate.testing.checks import Case, cases
from safemigrate.testing.walk import revisions

WIDTH = 80
INDENT = "  "


@dataclass(frozen=True)
class Result:
    """A check, what it found, and the seconds that it took."""

    case: Case
    verdict: Verdict
    seconds: float

    @property
    def line(self) -> str:
        """The result as a line, and its sentences below."""
        head = f"{self.verdict.outcome.value:<8} {self.case.check:<15} {self.case.revision or ''}"
        return "\n".join([head.rstrip(), *map(_wrapped, self.verdict.said)])

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "check": self.case.check,
            "revision": self.case.revision,
            "outcome": self.verdict.outcome.value,
            "sentences": list(self.verdict.said),
            "seconds": round(self.seconds, 3),
        }


def run_checks(
    directory: str | None,
    x_arg: Iterable[str],
    *,
    wanted: Sequence[str],
    since: str | None,
    max_block: float | None,
    rows: int | None,
    say: Callable[[str], None],
) -> list[Result]:
    """Run the checks, saying each result as it comes; return them all.

    wanted     names of checks; all where there is none
    since      a point of the git history: only revisions that it lacks are tried one by one
    max_block  seconds
    rows       to reckon with in each table, for max_block
    """
    found = []
    with bench(directory, x_arg, max_block=max_block, rows=rows) as lent:
        chosen = revisions(lent.project.script, since)
        for case in cases(chosen, list(wanted), budget=max_block is not None):
            began = time.monotonic()
            result = Result(case, case.run(lent), time.monotonic() - began)
            say(result.line)
            found.append(result)
    say(summary(found, len(chosen)))
    return found


def summary(found: Sequence[Result], number: int) -> str:
    """Return how it all ended, in one line."""
    outcomes = Counter(each.verdict.outcome for each in found)
    parts = [f"{outcomes[each]} {each.value}" for each in Outcome if outcomes[each]]
    return f"{count(number, 'revision')}, {count(len(found), 'check')}: {', '.join(parts)}."


def _wrapped(said: str) -> str:
    return fill(
        said,
        WIDTH,
        initial_indent=INDENT,
        subsequent_indent=INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )


def is_well(found: Iterable[Result]) -> bool:
    """Return whether nothing failed, and nothing was left out for something that did."""
    return not any(_bad(found))


def _bad(found: Iterable[Result]) -> Iterator[Result]:
    return (r for r in found if r.verdict.outcome in {Outcome.FAILED, Outcome.NOT_RUN})

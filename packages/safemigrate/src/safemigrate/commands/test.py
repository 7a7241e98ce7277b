"""`db test`: runs the checks one after the other, and reports them as text or JSON."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any

from safemigrate.postgres.sizes import count
from safemigrate.testing.bench import open_bench
from safemigrate.testing.check_verdict import Outcome, Verdict
from safemigrate.testing.checks import Case, cases
from safemigrate.testing.walk import revisions

WIDTH = 80
INDENT = "  "


@dataclass(frozen=True)
class Result:
    """A check, its verdict, and its duration in seconds."""

    case: Case
    verdict: Verdict
    seconds: float

    @property
    def line(self) -> str:
        """The result as one line, with its sentences below."""
        head = f"{self.verdict.outcome.value:<8} {self.case.check:<15} {self.case.revision or ''}"
        return "\n".join([head.rstrip(), *map(_wrapped, self.verdict.sentences)])

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "check": self.case.check,
            "revision": self.case.revision,
            "outcome": self.verdict.outcome.value,
            "sentences": list(self.verdict.sentences),
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
    """Run the checks, print each result as it comes, and return them all.

    wanted     names of checks; empty means all
    since      a git revision: only migrations that it lacks are tried one by one
    max_block  seconds
    rows       rows to assume in each table, for max_block
    """
    results = []
    with open_bench(directory, x_arg, max_block=max_block, rows=rows) as bench:
        chosen = revisions(bench.project.script, since)
        for case in cases(chosen, list(wanted), budget=max_block is not None):
            began = time.monotonic()
            result = Result(case, case.run(bench), time.monotonic() - began)
            say(result.line)
            results.append(result)
    say(summary(results, len(chosen)))
    return results


def summary(results: Sequence[Result], number: int) -> str:
    """Return the outcome of the whole test in one line."""
    outcomes = Counter(result.verdict.outcome for result in results)
    parts = [f"{outcomes[outcome]} {outcome.value}" for outcome in Outcome if outcomes[outcome]]
    return f"{count(number, 'revision')}, {count(len(results), 'check')}: {', '.join(parts)}."


def _wrapped(sentence: str) -> str:
    return fill(
        sentence,
        WIDTH,
        initial_indent=INDENT,
        subsequent_indent=INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )


def is_well(results: Iterable[Result]) -> bool:
    """Return whether no check failed and none was skipped because of a failure."""
    return not any(_bad(results))


def _bad(results: Iterable[Result]) -> Iterator[Result]:
    return (r for r in results if r.verdict.outcome in {Outcome.FAILED, Outcome.NOT_RUN})

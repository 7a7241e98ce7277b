"""The result of each mutant, stored in a file so that a run continues where the last stopped."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tools.mutants.mutant import Mutant

AROUND = 28  # characters
FILE = Path(".mutants") / "results.jsonl"


class Result(NamedTuple):
    """The result of one mutant.

    outcome  "killed", "survived", or "endless" (killed by the time or memory limit)
    by       the test that failed first
    tests    number of tests that run the changed line
    fresh    whether the law was imported with the change
    """

    key: str
    outcome: str
    by: str
    tests: int
    fresh: bool


def read() -> dict[str, Result]:
    """Return the last result of each mutant."""
    if not FILE.exists():
        return {}
    rows = (Result(**json.loads(line)) for line in FILE.read_text().splitlines())
    return {row.key: row for row in rows}


def write(result: Result) -> None:
    """Add one result."""
    FILE.parent.mkdir(exist_ok=True)
    with FILE.open("a") as file:
        file.write(json.dumps(result._asdict()) + "\n")


def table(mutants: Iterable[Mutant], results: dict[str, Result]) -> Iterator[str]:
    """Yield a row for each file, and one for all of them."""
    rows: dict[str, list[int]] = {}
    for mutant in mutants:
        row = rows.setdefault(mutant.file, [0, 0, 0, 0])
        result = results.get(mutant.key)
        row[0] += 1
        row[3 if result is None else 2 if result.outcome == "survived" else 1] += 1
    yield "| file | mutants | killed | survived | not run |"
    yield "|---|---:|---:|---:|---:|"
    for file, row in sorted(rows.items()):
        yield f"| `{file}` | {' | '.join(map(str, row))} |"
    total = [sum(column) for column in zip(*rows.values(), strict=True)]
    yield f"| **all** | {' | '.join(map(str, total))} |"


def survivors(mutants: Iterable[Mutant], results: dict[str, Result]) -> Iterator[str]:
    """Yield a line for each mutant that no test noticed."""
    for mutant in mutants:
        result = results.get(mutant.key)
        if result is not None and result.outcome == "survived":
            before, after = _shortened(mutant.before, mutant.after)
            change = f"`{before}` → `{after}`"
            yield f"{mutant.file}:{mutant.line} {change} ({result.tests} tests)"


def _shortened(before: str, after: str) -> tuple[str, str]:
    """Return both texts around the first place where they differ."""
    same = len(os.path.commonprefix([before, after]))  # noqa: RUF071  texts, not paths
    start = max(same - AROUND, 0)
    end = -len(os.path.commonprefix([before[same:][::-1], after[same:][::-1]]))  # noqa: RUF071
    end = min(end + AROUND, 0)
    return tuple(text[start : end or None] for text in (before, after))  # type: ignore[return-value]

"""A run over many mutants: pytest collects the tests once, and each mutant runs in a fork."""

import gc
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tools.mutants import results, trial
from tools.mutants.coverage_map import measured
from tools.mutants.mutant import Mutant
from tools.mutants.results import Result

# A change counts as endless after AT_LEAST seconds plus LONGER times the tests' processor time.
LONGER, AT_LEAST = 5, 10.0
FRESH = 240.0  # seconds of processor time for a run that imports everything


class Trial(NamedTuple):
    """A trial that is running."""

    mutant: Mutant
    notes: Path
    tests: list[int]
    fresh: bool


class Session:
    """A pytest plugin that replaces pytest's own loop over the tests."""

    def __init__(self, todo: Sequence[Mutant], jobs: int, again: frozenset[str]):
        self.todo, self.jobs, self.again = todo, jobs, again
        self.running: dict[int, Trial] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure which tests run each line, then try every mutant."""
        self.items = session.items
        with tempfile.TemporaryDirectory() as folder:
            self.folder = Path(folder)
            self.map = measured(self.items, self.folder / "coverage.json")
            gc.freeze()
            for done, mutant in enumerate(self.todo):
                if done % 50 == 0:
                    print(f"{done} of {len(self.todo)} mutants", flush=True)
                self._begin(mutant, fresh=not mutant.function or mutant.key in self.again)
                while len(self.running) >= self.jobs:
                    self._end_next()
            while self.running:
                self._end_next()
        return True

    def _begin(self, mutant: Mutant, *, fresh: bool) -> None:
        tests = self._tests_of(mutant)
        notes = self.folder / mutant.key.replace("/", "_")
        if fresh or not tests:
            touching = self._in_order(mutant, self.map.touching(mutant.file))
            files = list(dict.fromkeys(self.items[test].location[0] for test in touching))
            rest = [] if mutant.key not in self.again else ["tests/law"]
            child = trial.begin_fresh(mutant, [*files, *rest] or ["tests/law"], notes, FRESH)
            tests, fresh = touching, True
        else:
            limit = AT_LEAST + LONGER * sum(self.map.seconds[test] for test in tests)
            child = trial.begin(mutant, [self.items[test] for test in tests], notes, limit)
        self.running[child] = Trial(mutant, notes, tests, fresh)

    def _end_next(self) -> None:
        child, status = os.wait()
        ended = self.running.pop(child)
        code = os.waitstatus_to_exitcode(status)
        if code == trial.NOT_SWAPPED and not ended.fresh:
            self._begin(ended.mutant, fresh=True)
            return
        outcome = "survived" if code == 0 else "endless" if code < 0 else "killed"
        by = ended.notes.read_text() if ended.notes.exists() else ""
        ended.notes.unlink(missing_ok=True)
        key = ended.mutant.key
        results.write(Result(key, outcome, by, len(ended.tests), ended.fresh))

    def _tests_of(self, mutant: Mutant) -> list[int]:
        return self._in_order(mutant, self.map.running(mutant.file, mutant.lines))

    def _in_order(self, mutant: Mutant, tests: set[int]) -> list[int]:
        """Return the tests by file, the rule's own test file first."""
        name = f"test_{Path(mutant.file).stem}.py"
        cost: dict[str, float] = {}
        for test in tests:
            file = self.items[test].location[0]
            cost[file] = cost.get(file, 0.0) + self.map.seconds[test]

        def place(test: int) -> tuple[bool, float, str, float]:
            file = self.items[test].location[0]
            return Path(file).name != name, cost[file], file, self.map.seconds[test]

        return sorted(tests, key=place)


def run(todo: Sequence[Mutant], jobs: int, again: frozenset[str]) -> None:
    """Try these mutants on tests/law; those in `again` on all tests, with a fresh import."""
    os.environ.setdefault("HYPOTHESIS_PROFILE", "mutants")
    options = ["tests/law", "-q", "-n0", "--dist=no", "-s", "-p", "no:cacheprovider"]
    pytest.main(options, plugins=[Session(todo, jobs, again)])

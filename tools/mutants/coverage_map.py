"""Measures which tests run each line of the law, and how long each test takes."""

import json
import os
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import coverage
import pytest

from tools.mutants.one_run import first_failure


class CoverageMap(NamedTuple):
    """Tests by their place in the collection.

    tests    file of the law → line → tests that run it
    seconds  processor time of each test
    """

    tests: dict[str, dict[int, list[int]]]
    seconds: list[float]

    def running(self, file: str, lines: Sequence[int]) -> set[int]:
        """Return the tests that run one of these lines of a file."""
        by_line = self.tests.get(file, {})
        return {test for line in lines for test in by_line.get(line, ())}

    def touching(self, file: str) -> set[int]:
        """Return the tests that run any line of a file."""
        return self.running(file, list(self.tests.get(file, {})))


def measured(items: Sequence[pytest.Item], notes: Path) -> CoverageMap:
    """Run every test once on the unchanged law, in a separate process.

    Raises SystemExit if a test fails: a change could not be blamed for it.
    """
    child = os.fork()
    if child == 0:
        os._exit(_measure(items, notes))
    _, status = os.waitpid(child, 0)
    if status != 0:
        raise SystemExit(f"A test fails on the unchanged law: {notes.read_text()}")
    measurement = json.loads(notes.read_text())
    tests = {
        file: {int(line): runners for line, runners in lines.items()}
        for file, lines in measurement["tests"].items()
    }
    return CoverageMap(tests, measurement["seconds"])


def _measure(items: Sequence[pytest.Item], notes: Path) -> int:
    recorder = coverage.Coverage(data_file=None, source=["levy/law"], branch=False)
    seconds = []
    recorder.start()
    for place, item in enumerate(items):
        recorder.switch_context(str(place))
        start = time.process_time()
        failed = first_failure([item])
        seconds.append(time.process_time() - start)
        if failed is not None:
            notes.write_text(item.nodeid)
            return 1
    recorder.stop()
    data = recorder.get_data()
    tests: dict[str, dict[int, list[int]]] = defaultdict(dict)
    for path in data.measured_files():
        for line, contexts in data.contexts_by_lineno(path).items():
            tests[os.path.relpath(path)][line] = [int(context) for context in contexts if context]
    notes.write_text(json.dumps({"tests": tests, "seconds": seconds}))
    return 0

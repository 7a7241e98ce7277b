"""Two tiers of tests: `make test` runs the tests that a change can break, `make test-all` all.

A test of the second tier is marked `full`; it is collected only with TESTS=all.
"""

import os
import signal
from collections.abc import Iterable

import pytest

full = pytest.mark.full


def mostly_full(cases: Iterable[tuple[object, ...]], *, every: int) -> list[object]:
    """Return the cases of a table for parametrize; one of every so many is in `make test`."""
    return [
        pytest.param(*case, marks=() if number % every == 0 else full)
        for number, case in enumerate(cases)
    ]


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark; a suite's conftest imports this."""
    # A shell's job in the background ignores Ctrl+C, and so would the programs that a test starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", "full: in the second tier, run by make test-all")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deselect the second tier without TESTS=all; each suite's conftest imports this hook."""
    if os.environ.get("TESTS") != "all":
        items[:] = [item for item in items if not item.get_closest_marker("full")]

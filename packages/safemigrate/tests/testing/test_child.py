"""Copies of a process: let go together they run together, and their ends are told."""

import os
import signal
import time
from pathlib import Path

import pytest

from safemigrate.testing.child import Child, Ended

PATIENCE = 10  # seconds


def meet(own: Path, other: Path) -> None:
    """Come, and wait until the other has come, too."""
    own.touch()
    for _ in range(PATIENCE * 100):
        if other.exists():
            return
        time.sleep(0.01)
    raise TimeoutError(f"{other.name} did not come")


def test_two_that_are_let_go_run_at_once(tmp_path):
    names = [(tmp_path / "one", tmp_path / "two"), (tmp_path / "two", tmp_path / "one")]
    both = [Child(lambda own=own, other=other: meet(own, other)) for own, other in names]
    assert list(tmp_path.iterdir()) == [], "none begins by itself"
    for child in both:
        child.let_go()
    assert [child.end() for child in both] == [Ended(killed=False, said="")] * 2


def raise_it() -> None:
    raise ValueError("five is wrong")


# fmt: off
ENDS = [
    # work                                          how it ended                                because
    (lambda: None,                                  Ended(killed=False, said=""),               "well"),
    (raise_it,                                      Ended(killed=False, said="five is wrong"),  "with an error"),
    (lambda: os._exit(3),                           Ended(killed=False, said="status 3"),       "without a word"),
    (lambda: os.kill(os.getpid(), signal.SIGTERM),  Ended(killed=False, said="status -15"),     "by another signal"),
    (lambda: os.kill(os.getpid(), signal.SIGKILL),  Ended(killed=True, said=""),                "killed"),
]
# fmt: on


@pytest.mark.parametrize("work, ended, because", ENDS)
def test_end(work, ended, because):
    child = Child(work)
    child.let_go()
    assert child.end() == ended, because

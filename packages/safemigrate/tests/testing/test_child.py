"""Copies of a process: started together they run together, and report how they ended."""

import os
import signal
import time
from pathlib import Path

import pytest

from safemigrate.testing.child import Child, ChildExit

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
    children = [Child(lambda own=own, other=other: meet(own, other)) for own, other in names]
    assert list(tmp_path.iterdir()) == [], "none begins on its own"
    for child in children:
        child.start()
    assert [child.end() for child in children] == [ChildExit(killed=False, error="")] * 2


def raise_it() -> None:
    raise ValueError("five is wrong")


# fmt: off
ENDS = [
    # work                                          how it ended                                because
    (lambda: None,                                  ChildExit(killed=False, error=""),               "well"),
    (raise_it,                                      ChildExit(killed=False, error="five is wrong"),  "with an error"),
    (lambda: os._exit(3),                           ChildExit(killed=False, error="status 3"),       "without a word"),
    (lambda: os.kill(os.getpid(), signal.SIGTERM),  ChildExit(killed=False, error="status -15"),     "by another signal"),
    (lambda: os.kill(os.getpid(), signal.SIGKILL),  ChildExit(killed=True, error=""),                "killed"),
]
# fmt: on


@pytest.mark.parametrize("work, child_exit, because", ENDS)
def test_end(work, child_exit, because):
    child = Child(work)
    child.start()
    assert child.end() == child_exit, because

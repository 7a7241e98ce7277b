"""What a check found about a revision, or about all of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """How a check ended."""

    PASSED = "passed"
    EXCUSED = "excused"
    FAILED = "failed"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Verdict:
    """How a check ended, and its sentences: what differs and what to do, or what excuses it."""

    outcome: Outcome
    said: tuple[str, ...] = ()


def failed(*said: str) -> Verdict:
    """Return a verdict that something is wrong."""
    return Verdict(Outcome.FAILED, said)


def excused(said: str) -> Verdict:
    """Return a verdict that the file says so itself."""
    return Verdict(Outcome.EXCUSED, (said,))


def not_run(said: str) -> Verdict:
    """Return a verdict that nothing is known."""
    return Verdict(Outcome.NOT_RUN, (said,))


PASSED = Verdict(Outcome.PASSED)

"""The result of a check of one revision, or of all of them."""

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
    """How a check ended, and its sentences: what differs and what to do, or the excuse."""

    outcome: Outcome
    sentences: tuple[str, ...] = ()


def failed(*sentences: str) -> Verdict:
    """Return the verdict that something is wrong."""
    return Verdict(Outcome.FAILED, sentences)


def excused(sentence: str) -> Verdict:
    """Return the verdict that the revision file itself excuses the failure."""
    return Verdict(Outcome.EXCUSED, (sentence,))


def not_run(sentence: str) -> Verdict:
    """Return the verdict that the check could not run."""
    return Verdict(Outcome.NOT_RUN, (sentence,))


PASSED = Verdict(Outcome.PASSED)

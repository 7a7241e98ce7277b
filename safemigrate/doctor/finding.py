"""One thing that a check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A sentence, what a person types, and what --fix runs where that is safe.

    mend  a statement, a command, or words
    fix   the statement that --fix runs; None where a person has to decide
    """

    check: str
    sentence: str
    mend: str
    fix: str | None = None

"""One thing that a check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A sentence, what a person types, and what --fix does where that is safe.

    mend  a statement, a command, or words
    fix   a statement that --fix runs, what it writes in the head file or (after its path) in a
          revision's, or the revisions whose files it keeps; None where a person has to decide
    """

    check: str
    sentence: str
    mend: str
    fix: str | None = None

"""One problem that a check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A problem in one sentence, how a person fixes it, and what --fix does if that is safe.

    mend  the fix: a statement, a command, or an instruction
    fix   what --fix needs: a statement, the head file's text, a revision's path and text, or
          the revisions whose files to store; None if a person has to decide
    """

    check: str
    sentence: str
    mend: str
    fix: str | None = None

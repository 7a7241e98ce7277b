"""What a rule reports: the problem, its place, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Finding:
    """One problem that one rule reports.

    lines    in the revision file, innermost call first; a waiver on any of them applies
    message  what is locked or broken, what that blocks, and on which table
    help     what to do next; code after the first line
    """

    rule: str
    lines: tuple[int, ...]
    message: str
    help: str
    file: Path = Path()

    @property
    def line(self) -> int:
        """Return the line that is printed."""
        return self.lines[0]

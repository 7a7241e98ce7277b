"""What a rule found, where, and the next move."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Finding:
    """One finding of one rule.

    lines    of the revision file, innermost call first; a waiver may stand at any of them
    message  what is locked or broken, what that stops, on which table
    help     the next move; after its first line, code
    """

    rule: str
    lines: tuple[int, ...]
    message: str
    help: str
    file: Path = Path()

    @property
    def line(self) -> int:
        """Return the line that is shown."""
        return self.lines[0]

"""The statements that a revision sent, each with its lines in the file and its transaction."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from types import FrameType

LIMIT = 2_000  # statements; a loop that waits for rows to change would never end


@dataclass(frozen=True)
class AlteredColumn:
    """What an alter_column call says about a column before the change; type is SQL."""

    table: str
    column: str
    type: str | None
    nullable: bool | None


@dataclass(frozen=True)
class SentStatement:
    """One statement; lines of the revision file, innermost call first."""

    text: str
    lines: tuple[int, ...]
    transaction: int | None  # its number in the revision; None means outside one
    altered_columns: tuple[AlteredColumn, ...] = ()


@dataclass(frozen=True)
class UnreadLine:
    """A line that cannot run without a database, and why."""

    line: int
    reason: str


class TapeFull(RuntimeError):
    """A revision sent more than LIMIT statements."""

    def __init__(self) -> None:
        super().__init__(f"more than {LIMIT} statements")


@dataclass
class Tape:
    """The statements of one function of one revision file, while it runs."""

    file: str
    statements: list[SentStatement] = field(default_factory=list)
    unread_lines: list[UnreadLine] = field(default_factory=list)
    altered_columns: list[AlteredColumn] = field(default_factory=list)
    transaction: int = 1
    autocommit: bool = False

    def record(self, text: str) -> None:
        """Record a statement."""
        if len(self.statements) >= LIMIT:
            raise TapeFull
        number = None if self.autocommit else self.transaction
        columns = tuple(self.altered_columns)
        self.statements.append(SentStatement(text.strip(), self._lines(), number, columns))
        self.altered_columns.clear()

    def _lines(self) -> tuple[int, ...]:
        lines: list[int] = []
        frame: FrameType | None = sys._getframe(2)
        while frame is not None:
            if frame.f_code.co_filename == self.file:
                lines.append(frame.f_lineno)
            frame = frame.f_back
        return tuple(dict.fromkeys(lines))

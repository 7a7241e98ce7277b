"""What a revision sent: each statement with the lines it came from and its transaction."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from types import FrameType

LIMIT = 2_000  # statements; a loop that waits for the database to change would never end


@dataclass(frozen=True)
class Known:
    """What a revision says of a column that it alters: its type until now, as SQL."""

    table: str
    column: str
    type: str | None
    nullable: bool | None


@dataclass(frozen=True)
class Sent:
    """One statement; lines of the revision file, innermost call first."""

    text: str
    lines: tuple[int, ...]
    transaction: int | None  # its number in the revision; None: on its own
    known: tuple[Known, ...] = ()


@dataclass(frozen=True)
class Unread:
    """A line that could not be run without a database, and why."""

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
    sent: list[Sent] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    transaction: int = 1
    alone: bool = False

    def note(self, text: str) -> None:
        """Keep a statement."""
        if len(self.sent) >= LIMIT:
            raise TapeFull
        number = None if self.alone else self.transaction
        self.sent.append(Sent(text.strip(), self._lines(), number, tuple(self.known)))
        self.known.clear()

    def _lines(self) -> tuple[int, ...]:
        lines: list[int] = []
        frame: FrameType | None = sys._getframe(2)
        while frame is not None:
            if frame.f_code.co_filename == self.file:
                lines.append(frame.f_lineno)
            frame = frame.f_back
        return tuple(dict.fromkeys(lines))

"""Shows the progress of pg_dump or pg_restore on a terminal, in bytes of finished tables."""

from __future__ import annotations

import re
import sys
import time
from dataclasses import dataclass, field

from safemigrate.backup.contents import Table
from safemigrate.postgres.durations import duration_words
from safemigrate.postgres.sizes import size_words
from safemigrate.project.terminal import CLEAR

_FINISHED = re.compile(r"finished item \d+ TABLE DATA (\S+)")


@dataclass
class Progress:
    """Adds up the sizes of finished tables; pg_dump names them without their schema."""

    action: str
    tables: dict[str, Table]
    began: float = field(default_factory=time.monotonic)
    done: int = 0

    def read_line(self, line: str) -> None:
        """Process a line of the program's output; show the progress if stderr is a terminal."""
        match = _FINISHED.search(line)
        if not match:
            return
        sizes = [t.size for name, t in self.tables.items() if name.endswith(f".{match[1]}")]
        self.done += sizes[0] if sizes else 0
        if sys.stderr.isatty():
            sys.stderr.write(CLEAR + self.line(time.monotonic() - self.began))
            sys.stderr.flush()

    def line(self, seconds: float) -> str:
        """Return the progress line: backup: 12.0 MB of 40.0 MB, 3.0 s left."""
        total = sum(table.size for table in self.tables.values())
        seconds_left = seconds * (total - self.done) / self.done if self.done else 0
        rest = f", {duration_words(max(seconds_left, 0))} left" if self.done else ""
        return f"{self.action}: {size_words(self.done)} of {size_words(total)}{rest}"

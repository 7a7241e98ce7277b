"""How far pg_dump or pg_restore is: the share of the tables' bytes that are done, on a terminal."""

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
    """Counts finished tables by their size; pg_dump names them without their schema."""

    what: str
    tables: dict[str, Table]
    began: float = field(default_factory=time.monotonic)
    done: int = 0

    def heard(self, line: str) -> None:
        """Take a line of the program; show how far it is where a terminal watches."""
        found = _FINISHED.search(line)
        if not found:
            return
        sizes = [t.size for name, t in self.tables.items() if name.endswith(f".{found[1]}")]
        self.done += sizes[0] if sizes else 0
        if sys.stderr.isatty():
            sys.stderr.write(CLEAR + self.line(time.monotonic() - self.began))
            sys.stderr.flush()

    def line(self, seconds: float) -> str:
        """Return a line: backup: 12.0 MB of 40.0 MB, 3.0 s left."""
        total = sum(table.size for table in self.tables.values())
        left = seconds * (total - self.done) / self.done if self.done else 0
        rest = f", {duration_words(max(left, 0))} left" if self.done else ""
        return f"{self.what}: {size_words(self.done)} of {size_words(total)}{rest}"

"""One plain line that says how far a background change is: rows, rate, time left, what slows it."""

from __future__ import annotations

import time

from safemigrate.postgres.durations import duration_words

EACH = 5.0  # seconds between two lines
WIDEST = 80  # columns


class Progress:
    """Says a line now and then."""

    def __init__(self, name: str, seen: int) -> None:
        self.name = name
        self.began = self.said = time.monotonic()
        self.first = seen

    def line(self, seen: int, expected: int | None, why: str) -> str | None:
        """Return a line where it is time for one.

        seen      rows gone through so far
        expected  rows of the table as the planner knows them, None where it does not
        why       what slows the work down, "" where nothing does
        """
        now = time.monotonic()
        if now - self.said < EACH:
            return None
        self.said = now
        return sentence(self.name, seen, expected, (seen - self.first) / (now - self.began), why)


def sentence(name: str, seen: int, expected: int | None, rate: float, why: str) -> str:
    """Return the line; rate in rows a second."""
    of = f" of about {expected:,}" if expected and expected >= seen else ""
    parts = [f"{seen:,}{of} rows", f"{rate:,.0f} rows/s"]
    if of and rate > 0 and expected:
        parts.append(f"{duration_words((expected - seen) / rate)} left")
    if why:
        parts.append(f"slowed: {why}")
    said = ", ".join(parts)
    return f"{name[: max(8, WIDEST - len(said) - 2)]}: {said}"

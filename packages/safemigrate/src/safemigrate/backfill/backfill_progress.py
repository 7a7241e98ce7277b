"""One line about a backfill's progress: rows, rate, time left, and what slows it down."""

from __future__ import annotations

import time

from safemigrate.postgres.durations import duration_words

INTERVAL = 5.0  # seconds between two lines
MAX_WIDTH = 80  # columns


class Progress:
    """Makes a progress line every few seconds."""

    def __init__(self, name: str, seen: int) -> None:
        self.name = name
        self.began = self.line_at = time.monotonic()
        self.first = seen

    def line(self, seen: int, expected: int | None, why: str) -> str | None:
        """Return a line if one is due.

        seen      rows read so far
        expected  the planner's estimate of the table's rows, None if it has none
        why       what slows the backfill down, "" if nothing does
        """
        now = time.monotonic()
        if now - self.line_at < INTERVAL:
            return None
        self.line_at = now
        return progress_line(
            self.name, seen, expected, (seen - self.first) / (now - self.began), why
        )


def progress_line(name: str, seen: int, expected: int | None, rate: float, why: str) -> str:
    """Return the line; rate is in rows per second."""
    of = f" of about {expected:,}" if expected and expected >= seen else ""
    parts = [f"{seen:,}{of} rows", f"{rate:,.0f} rows/s"]
    if of and rate > 0 and expected:
        parts.append(f"{duration_words((expected - seen) / rate)} left")
    if why:
        parts.append(f"slowed: {why}")
    text = ", ".join(parts)
    return f"{name[: max(8, MAX_WIDTH - len(text) - 2)]}: {text}"

"""Durations as people type them: 100ms, 2s, 15m, 1h."""

from __future__ import annotations

import re

_MILLISECONDS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000}


def seconds_of(text: str) -> float:
    """Return the seconds of a duration such as 100ms; ValueError for anything else."""
    found = re.fullmatch(r"(\d+)(ms|s|m|h)", text.strip())
    if found is None:
        raise ValueError(
            f"{text!r} is no duration: write a whole number and ms, s, m or h, such as 100ms."
        )
    return int(found[1]) * _MILLISECONDS[found[2]] / 1000


def duration_words(seconds: float) -> str:
    """Return a duration as a person says it: 100 ms, 1.9 s, 6 min 12 s, 2 h 5 min."""
    if seconds < 1:
        return f"{round(seconds * 1000)} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"

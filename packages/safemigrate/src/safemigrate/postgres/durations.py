"""Durations as people type and read them: 100ms, 2s, 15m, 1h, 14d."""

from __future__ import annotations

import re

_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}


def seconds_of(text: str) -> float:
    """Return the seconds of a duration such as 100ms or 2.5 s; raise ValueError otherwise."""
    match = re.fullmatch(r"(\d{1,9}(?:\.\d{1,3})?) ?(ms|s|min|m|h|d|w)", text.strip())
    if match is None:
        raise ValueError(
            f"{text!r} is not a duration: write a number and ms, s, m, h, d or w, such as 100ms."
        )
    return float(match[1]) * _SECONDS[match[2]]


def duration_words(seconds: float) -> str:
    """Return a duration in words: 100 ms, 1.9 s, 6 min 12 s, 2 h 5 min; 1 ms is the minimum."""
    if seconds < 1:
        return f"{max(round(seconds * 1000), 1 if seconds > 0 else 0)} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"

"""Sizes, times and counts as people read them."""

from __future__ import annotations

UNITS = ("B", "kB", "MB", "GB", "TB", "PB")


def size(number: float) -> str:
    """Return bytes in the unit that keeps them short: 41.2 GB."""
    for unit in UNITS:
        if number < 1000 or unit == UNITS[-1]:
            return (
                f"{number:.0f} {unit}" if unit == "B" or number >= 100 else f"{number:.1f} {unit}"
            )
        number /= 1000
    raise AssertionError("the last unit holds everything")


def duration(milliseconds: float) -> str:
    """Return a time: 12 ms, 3.4 s, 2 min 10 s, 1 h 5 min."""
    if milliseconds < 1000:
        return f"{max(milliseconds, 1):.0f} ms"
    seconds = milliseconds / 1000
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def count(number: int, noun: str) -> str:
    """Return a number of things: 1 row, 180,000,000 rows."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

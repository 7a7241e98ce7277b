"""Sizes and counts as people read them."""

from __future__ import annotations

UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")


def size_words(number: float) -> str:
    """Return bytes in the unit that keeps them short: 41.2 GB."""
    unit = UNITS[0]
    for unit in UNITS:
        if number < 1000 or unit == UNITS[-1]:
            break
        number /= 1000
    return f"{number:.0f} {unit}" if unit == UNITS[0] or number >= 100 else f"{number:.1f} {unit}"


def count(number: int, noun: str) -> str:
    """Return a number of things: 1 row, 180,000,000 rows."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

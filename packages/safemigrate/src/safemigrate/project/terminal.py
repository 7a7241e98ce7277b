"""The line that a long command writes over on a terminal."""

from __future__ import annotations

import sys

CLEAR = "\r\x1b[K"


def clear_line() -> None:
    """Leave the terminal as it was."""
    if sys.stderr.isatty():
        sys.stderr.write(CLEAR)
        sys.stderr.flush()

"""The progress line that a long command overwrites on a terminal."""

from __future__ import annotations

import sys

CLEAR = "\r\x1b[K"


def clear_line() -> None:
    """Clear the progress line."""
    if sys.stderr.isatty():
        sys.stderr.write(CLEAR)
        sys.stderr.flush()

"""The revision file that an operation is called from."""

from __future__ import annotations

import sys
from types import FrameType


def calling_revision() -> str:
    """Return the id of the revision whose upgrade() or downgrade() is running.

    Alembic does not tell an operation: the file's own `revision` does.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        known = frame.f_globals
        if isinstance(known.get("revision"), str) and "down_revision" in known:
            return str(known["revision"])
        frame = frame.f_back
    raise RuntimeError("This operation belongs into upgrade() or downgrade() of a revision file.")

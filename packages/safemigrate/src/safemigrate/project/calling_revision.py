"""The revision file that an operation is called from."""

from __future__ import annotations

import sys
from types import FrameType


def calling_revision() -> str:
    """Return the id of the revision whose upgrade() or downgrade() is running.

    Alembic does not pass the id to an operation, so it comes from the file's own `revision`.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        module = frame.f_globals
        if isinstance(module.get("revision"), str) and "down_revision" in module:
            return str(module["revision"])
        frame = frame.f_back
    raise RuntimeError("Call this operation from upgrade() or downgrade() in a revision file.")

"""Reads why a revision says it cannot be undone, or why it loses rows."""

from __future__ import annotations

from pathlib import Path

from alembic.script import Script

from safemigrate.lint.source import Source
from safemigrate.lint.waivers import waivers

NO_WAY_BACK = "REV301"  # the lint rule whose waiver gives the reason
LOSES = "loses"  # the variable in a revision with the sentence about lost rows


def why_no_way_back(script: Script) -> str:
    """Return the reason of `# migrate: allow REV301: …`; blank if there is none."""
    file_waivers = waivers(Source(Path(script.path)))
    return next(
        (waiver.reason for waiver in file_waivers if waiver.rule == NO_WAY_BACK and waiver.reason),
        "",
    )


def why_rows_are_lost(script: Script) -> str:
    """Return the sentence of `loses = "…"` in the file; blank if there is none."""
    reason = getattr(script.module, LOSES, "")
    return reason if isinstance(reason, str) else ""

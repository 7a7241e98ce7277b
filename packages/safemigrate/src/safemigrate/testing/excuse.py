"""What a revision says about itself: that it cannot be undone, or that rows are lost, and why."""

from __future__ import annotations

from pathlib import Path

from alembic.script import Script

from safemigrate.lint.source import Source
from safemigrate.lint.waivers import waivers

NO_WAY_BACK = "REV301"  # the linter's rule, whose waiver says why there is none
LOSES = "loses"  # the name that a revision gives its sentence about lost rows


def why_no_way_back(script: Script) -> str:
    """Return the reason of `# migrate: allow REV301: …`; blank where there is none."""
    found = waivers(Source(Path(script.path)))
    return next((each.reason for each in found if each.rule == NO_WAY_BACK and each.reason), "")


def why_rows_are_lost(script: Script) -> str:
    """Return what the file says with `loses = "…"`; blank where it says nothing."""
    said = getattr(script.module, LOSES, "")
    return said if isinstance(said, str) else ""

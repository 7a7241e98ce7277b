"""`db drift --repair`: the revision that repairs how a database differs from its revisions."""

from __future__ import annotations

from typing import Any

from safemigrate.commands.revision_records import records
from safemigrate.state.drift.drift_report import Drift
from safemigrate.state.drift.repair import write


def write_repair(result: Drift, direction: str, directory: str | None) -> list[dict[str, Any]]:
    """Write the revision that applies the differences everywhere, or undoes them here.

    direction  "adopt" or "revert"; returns the records of the files
    """
    return records(write(result, direction, directory))

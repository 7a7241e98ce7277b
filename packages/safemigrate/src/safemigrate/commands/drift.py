"""`db drift`: how the database differs from its revisions, and the revision that repairs it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from safemigrate.commands.revision_records import records
from safemigrate.state.drift import drift_report as report
from safemigrate.state.drift.repair import write


def drift(directory: str | None = None, x_arg: str | Iterable[str] | None = None) -> report.Drift:
    """Return how the application's database differs from what its revisions create."""
    return report.drift(directory, x_arg)


def write_repair(
    result: report.Drift, direction: str, directory: str | None
) -> list[dict[str, Any]]:
    """Write the revision that applies the differences everywhere, or undoes them here.

    direction  "adopt" or "revert"; returns the records of the files
    """
    return records(write(result, direction, directory))

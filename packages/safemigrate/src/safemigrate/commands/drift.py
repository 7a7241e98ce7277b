"""`db drift`: how the database differs from what its revisions make, and the revision for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from safemigrate.commands.revision_records import records
from safemigrate.state.drift import drift_report as report
from safemigrate.state.drift.repair import write


def drift(directory: str | None = None, x_arg: str | Iterable[str] | None = None) -> report.Drift:
    """Return how the application's database differs from what its revisions make."""
    return report.drift(directory, x_arg)


def repair(found: report.Drift, how: str, directory: str | None) -> list[dict[str, Any]]:
    """Write the revision that makes the differences everywhere ("adopt"), or undoes them here.

    how  "adopt" or "revert"; the records of the files are returned
    """
    return records(write(found, how, directory))

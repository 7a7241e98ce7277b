"""The list of backups, as lines and as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from safemigrate.backup.store import StoredBackup, stored_backups
from safemigrate.postgres.durations import duration_words
from safemigrate.postgres.sizes import size_words


def as_rows(home: Path) -> list[dict[str, Any]]:
    """Return each backup's facts, newest first."""
    return [_row(backup) for backup in stored_backups(home)]


def _row(backup: StoredBackup) -> dict[str, Any]:
    manifest, age = backup.manifest, backup.age
    if manifest is None or age is None:
        return {"id": backup.id, "fault": backup.fault, "proven": False}
    return {
        "id": backup.id,
        "database": manifest.database,
        "when": manifest.when.isoformat(timespec="seconds"),
        "age_seconds": round(age.total_seconds()),
        "bytes": manifest.size,
        "rows": manifest.contents.rows,
        "revisions": manifest.revisions,
        "proven": backup.proven,
    }


def as_lines(home: Path) -> list[str]:
    """Return a line for each backup, newest first."""
    return [_line(row) for row in as_rows(home)] or [f"{home} has no backup."]


def _line(row: dict[str, Any]) -> str:
    if "fault" in row:
        return f"{row['id']}  {row['fault']}"
    revisions = ", ".join(row["revisions"]) or "no revision"
    return (
        f"{row['id']}  {row['when']}  {size_words(row['bytes'])}, {row['rows']:,} rows, at "
        f"{revisions}, {'proven' if row['proven'] else 'not proven'}, "
        f"{duration_words(row['age_seconds'])} old"
    )

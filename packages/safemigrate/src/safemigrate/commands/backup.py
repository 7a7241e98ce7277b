"""`db backup`: takes a backup; and the outcome that `db verify` and `db restore` share."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from safemigrate.backup import prove, store
from safemigrate.backup.make import make_backup
from safemigrate.backup.retention import retention, store_retention
from safemigrate.postgres.sizes import size_words
from safemigrate.project.default_database import database_address
from safemigrate.project.mounted import mounted


@dataclass(frozen=True)
class BackupOutcome:
    """What a command did with a backup; `clauses` has the sentences of its report."""

    result: str
    id: str
    clauses: list[str]
    database: str
    removed: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """Return the report as text."""
        return " ".join(self.clauses)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


def backup(
    home: Path, *, jobs: int, keep: int | None, keep_days: int | None, verify: bool
) -> BackupOutcome:
    """Back up the application's database; remove backups past the folder's number and age.

    keep, keep_days  stored as the folder's setting once the backup is made; None for its value
    """
    setting = retention(home, keep, keep_days)
    outcome = take_backup(home, jobs=jobs, verify=verify)
    store_retention(home, setting)
    expired = setting.expired(store.stored_backups(home), outcome.database)
    store.remove(expired)
    if not expired:
        return outcome
    removed = [backup.id for backup in expired]
    clauses = [*outcome.clauses, f"Removed: {', '.join(removed)}."]
    return replace(outcome, clauses=clauses, removed=removed)


def take_backup(home: Path, *, jobs: int, verify: bool) -> BackupOutcome:
    """Back up the application's database, and remove nothing."""
    address = database_address()
    manifest = make_backup(address, home, jobs=jobs, version_table=mounted().version_table)
    rows = f"{manifest.contents.rows:,} rows in {len(manifest.contents.tables)} tables"
    clauses = [f"Backup {manifest.id} of {manifest.database}: {rows}, {size_words(manifest.size)}."]
    if verify:
        where = prove.prove(manifest, home / manifest.id, address, jobs=jobs)
        clauses.append(f"Proven: restored on {where}, it is identical.")
    return BackupOutcome("proven" if verify else "made", manifest.id, clauses, manifest.database)

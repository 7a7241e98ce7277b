"""`db verify`: proves a backup again."""

from __future__ import annotations

from pathlib import Path

from safemigrate.backup import prove, store
from safemigrate.commands.backup import BackupOutcome
from safemigrate.project.default_database import database_address


def verify(home: Path, name: str, *, jobs: int) -> BackupOutcome:
    """Prove an existing backup."""
    folder, manifest = store.find(home, name)
    where = prove.prove(manifest, folder, database_address(), jobs=jobs)
    clause = f"Backup {name} is proven: all files are intact; restored on {where}, it is identical."
    return BackupOutcome("proven", name, [clause], manifest.database)

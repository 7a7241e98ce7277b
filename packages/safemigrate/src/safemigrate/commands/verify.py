"""`db verify`: a backup is proven again."""

from __future__ import annotations

from pathlib import Path

from safemigrate.backup import prove, store
from safemigrate.commands.backup import Told
from safemigrate.project.default_database import database_address


def verify(home: Path, name: str, *, jobs: int) -> Told:
    """Prove a backup that is there."""
    folder, manifest = store.find(home, name)
    where = prove.prove(manifest, folder, database_address(), jobs=jobs)
    clause = f"Backup {name} is proven: every file is whole, and restored on {where} it is equal."
    return Told("proven", name, [clause], manifest.database)

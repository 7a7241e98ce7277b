"""What `db backup`, `db verify` and `db restore` do, and what they tell."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from safemigrate.backup import prove, store
from safemigrate.backup.make import make_backup
from safemigrate.postgres.sizes import size_words
from safemigrate.project.default_database import database_address
from safemigrate.project.mounted import mounted


@dataclass(frozen=True)
class Told:
    """What a command did with a backup; clauses are its sentences."""

    result: str
    id: str
    clauses: list[str]
    database: str
    removed: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """Return it for a person."""
        return " ".join(self.clauses)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


def backup(home: Path, *, jobs: int, keep: int, keep_days: int, verify: bool) -> Told:
    """Back the application's database up; remove what is over the number and the age."""
    address = database_address()
    manifest = make_backup(address, home, jobs=jobs, version_table=mounted().version_table)
    rows = f"{manifest.contents.rows:,} rows in {len(manifest.contents.tables)} tables"
    clauses = [f"Backup {manifest.id} of {manifest.database}: {rows}, {size_words(manifest.size)}."]
    if verify:
        where = prove.prove(manifest, home / manifest.id, address, jobs=jobs)
        clauses.append(f"Proven: restored on {where}, it is equal.")
    gone = store.expired(store.stored(home), manifest.database, keep, keep_days)
    store.remove(gone)
    if gone:
        clauses.append(f"Removed: {', '.join(backup.id for backup in gone)}.")
    result = "proven" if verify else "made"
    return Told(result, manifest.id, clauses, manifest.database, [old.id for old in gone])

"""What `db backup`, `db verify` and `db restore` do, and what they tell."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from safemigrate.backup import prove, store
from safemigrate.backup import restore as restoring
from safemigrate.backup.make import make_backup, refusals_told
from safemigrate.postgres.sizes import size_words
from safemigrate.project.confirmation import confirm
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


def verify(home: Path, name: str, *, jobs: int) -> Told:
    """Prove a backup that is there."""
    folder, manifest = store.find(home, name)
    where = prove.prove(manifest, folder, database_address(), jobs=jobs)
    clause = f"Backup {name} is proven: every file is whole, and restored on {where} it is equal."
    return Told("proven", name, [clause], manifest.database)


def restore(home: Path, name: str, *, into: str | None, table: str | None, jobs: int) -> Told:
    """Restore into a new database."""
    folder, manifest = store.find(home, name)
    prove.see_that_whole(manifest, folder)
    target = into or name.replace("-", "_")[-63:]
    with refusals_told(target):
        restoring.restore_new(manifest, folder, database_address(), target, jobs=jobs, table=table)
    what = f"Table {table}" if table else "Backup"
    return Told("restored", name, [f"{what} of {name} is restored in database {target}."], target)


def restore_in_place(
    home: Path, name: str, *, yes: str | None, jobs: int, end_sessions: bool
) -> Told:
    """Restore in the place of the application's database."""
    folder, manifest = store.find(home, name)
    prove.see_that_whole(manifest, folder)
    address = database_address()
    confirm(f"Restoring {name} in the place of {address.name}", address.name, yes)
    with refusals_told(address.name):
        old = restoring.restore_in_place(
            manifest, folder, address, jobs=jobs, end_sessions=end_sessions
        )
    clause = f"{address.name} is now as in backup {name}; what it was before is kept as {old}."
    return Told("restored", name, [clause], address.name)

"""`db restore`: restores a backup into a new database, or in place of the present one."""

from __future__ import annotations

from pathlib import Path

from safemigrate.backup import prove, store
from safemigrate.backup import restore as restoring
from safemigrate.backup.make import reporting_refusals
from safemigrate.commands.backup import BackupOutcome
from safemigrate.project.confirmation import confirm
from safemigrate.project.default_database import database_address


def restore(
    home: Path, name: str, *, into: str | None, table: str | None, jobs: int
) -> BackupOutcome:
    """Restore a backup into a new database."""
    folder, manifest = store.find(home, name)
    prove.check_files(manifest, folder)
    target = into or name.replace("-", "_")[-63:]
    with reporting_refusals(target):
        restoring.restore_new(manifest, folder, database_address(), target, jobs=jobs, table=table)
    subject = f"Table {table} of {name}" if table else f"Backup {name}"
    clause = f"{subject} is restored in database {target}."
    return BackupOutcome("restored", name, [clause], target)


def restore_in_place(
    home: Path, name: str, *, yes: str | None, jobs: int, end_sessions: bool
) -> BackupOutcome:
    """Replace the application's database with a backup."""
    folder, manifest = store.find(home, name)
    prove.check_files(manifest, folder)
    address = database_address()
    confirm(f"Replacing {address.name} with {name}", address.name, yes)
    with reporting_refusals(address.name):
        old = restoring.restore_in_place(
            manifest, folder, address, jobs=jobs, end_sessions=end_sessions
        )
    clause = f"{address.name} now has backup {name}; the previous database is kept as {old}."
    return BackupOutcome("restored", name, [clause], address.name)

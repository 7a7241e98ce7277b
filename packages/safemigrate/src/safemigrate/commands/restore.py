"""`db restore`: a backup in a new database, or in the place of the present one."""

from __future__ import annotations

from pathlib import Path

from safemigrate.backup import prove, store
from safemigrate.backup import restore as restoring
from safemigrate.backup.make import reporting_refusals
from safemigrate.commands.backup import Told
from safemigrate.project.confirmation import confirm
from safemigrate.project.default_database import database_address


def restore(home: Path, name: str, *, into: str | None, table: str | None, jobs: int) -> Told:
    """Restore into a new database."""
    folder, manifest = store.find(home, name)
    prove.see_that_whole(manifest, folder)
    target = into or name.replace("-", "_")[-63:]
    with reporting_refusals(target):
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
    with reporting_refusals(address.name):
        old = restoring.restore_in_place(
            manifest, folder, address, jobs=jobs, end_sessions=end_sessions
        )
    clause = f"{address.name} is now as in backup {name}; what it was before is kept as {old}."
    return Told("restored", name, [clause], address.name)

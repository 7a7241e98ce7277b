"""The backup of a protected database before its revisions run."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from safemigrate.backup.backup_errors import ProgramFailed
from safemigrate.backup.default_folder import default_folder
from safemigrate.backup.make import reporting_refusals
from safemigrate.backup.store import stored_backups
from safemigrate.catalogue.fingerprint import fingerprint
from safemigrate.commands.backup import take_backup
from safemigrate.plan.production import identity
from safemigrate.postgres.address import Address
from safemigrate.postgres.sizes import count, size_words
from safemigrate.project.default_database import database_address
from safemigrate.project.invocation import typed

FRESH = 3600  # seconds


def ensure_backup(
    when: str,
    command: str | None,
    restore_point: str | None,
    *,
    protected: bool,
    say: Callable[[str], None],
) -> None:
    """Find a fresh proven backup, or make one; raise BackupError if that is not possible.

    when           "always"; "auto" for a protected database only; "never"
    command        the user's own command, which takes a snapshot instead
    restore_point  the name of a restore point to create instead, for point-in-time recovery
    """
    if when == "never" or (when == "auto" and not protected):
        return
    if command:
        _run(command, say)
        return
    if restore_point:
        _set_restore_point(restore_point, database_address(), say)
        return
    home = default_folder()
    backup_id = _fresh(home, database_address()) if when == "auto" else None
    if backup_id:
        say(
            f"Backup {backup_id} is proven and less than an hour old; it does not contain later "
            "changes."
        )
    else:
        say(take_backup(home, jobs=4, verify=True).sentence())
    say(_space(home))


def _space(home: Path) -> str:
    """Return the number and total size of the backups, and what removes them."""
    backups = stored_backups(home)
    size = sum(backup.manifest.size for backup in backups if backup.manifest)
    return (
        f"{home} has {count(len(backups), 'backup')}, {size_words(size)}. An upgrade removes "
        f"none; `{typed('backup')}` removes expired ones."
    )


def _fresh(home: Path, address: Address) -> str | None:
    """Return the id of a recent proven backup with the same schema, if there is one."""
    with address.connect() as connection:
        database_identity, schema_fingerprint = identity(connection), fingerprint(connection)
    for backup in stored_backups(home):
        manifest, age = backup.manifest, backup.age
        if manifest is None or age is None or not backup.proven or age.total_seconds() > FRESH:
            continue
        if (manifest.identity, manifest.fingerprint) == (database_identity, schema_fingerprint):
            return backup.id
    return None


def _set_restore_point(name: str, address: Address, say: Callable[[str], None]) -> None:
    """https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-BACKUP"""
    with reporting_refusals(address.name), address.connect() as connection:
        row = connection.execute("SELECT pg_create_restore_point(%s)", (name,)).fetchone()
    say(f"Restore point {name} was created at {row[0] if row else 'an unknown location'}.")


def _run(command: str, say: Callable[[str], None]) -> None:
    process = subprocess.run(command, shell=True, capture_output=True, text=True)  # noqa: S602 (theirs)
    if process.returncode:
        message = (process.stderr.strip().splitlines() or [f"exit status {process.returncode}"])[-1]
        raise ProgramFailed("--backup-command", message.rstrip("."), "No revision was run.")
    say("The backup command succeeded.")

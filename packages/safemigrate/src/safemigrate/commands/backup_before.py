"""The backup that a protected database has before its revisions run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from safemigrate.backup.backup_errors import ProgramFailed
from safemigrate.backup.make import reporting_refusals
from safemigrate.backup.store import stored
from safemigrate.catalogue.fingerprint import fingerprint
from safemigrate.commands.backup import take_backup
from safemigrate.plan.production import identity
from safemigrate.postgres.address import Address
from safemigrate.postgres.sizes import count, size_words
from safemigrate.project.default_database import database_address
from safemigrate.project.invocation import typed

FRESH = 3600  # seconds


def see_to_backup(
    when: str,
    own: str | None,
    point: str | None,
    *,
    protected: bool,
    say: Callable[[str], None],
) -> None:
    """Find a fresh proven backup, or make one; BackupError where that is not possible.

    when  "always"; "auto" for a protected database alone; "never"
    own   a command of one's own that takes a snapshot instead
    point  a restore point to set instead, to which archived logs can be replayed
    """
    if when == "never" or (when == "auto" and not protected):
        return
    if own:
        _run(own, say)
        return
    if point:
        _set_restore_point(point, database_address(), say)
        return
    home = Path(os.environ.get("SAFEMIGRATE_BACKUPS", "backups"))
    fresh = _fresh(home, database_address()) if when == "auto" else None
    if fresh:
        say(
            f"Backup {fresh} is proven and less than an hour old; what was written since is not "
            "in it."
        )
    else:
        say(take_backup(home, jobs=4, verify=True).sentence())
        say(_space(home))


def _space(home: Path) -> str:
    """Return how many backups there are, what they take, and who removes them."""
    backups = stored(home)
    taken = sum(backup.manifest.size for backup in backups if backup.manifest)
    return (
        f"{home} has {count(len(backups), 'backup')}, {size_words(taken)}. An upgrade removes "
        f"none; `{typed('backup')}` removes those that are past their time."
    )


def _fresh(home: Path, address: Address) -> str | None:
    """Return a young proven backup of a database whose schema has not changed since."""
    with address.connect() as connection:
        here, now = identity(connection), fingerprint(connection)
    for kept in stored(home):
        held, age = kept.manifest, kept.age
        if held is None or age is None or not kept.proven or age.total_seconds() > FRESH:
            continue
        if (held.identity, held.fingerprint) == (here, now):
            return kept.id
    return None


def _set_restore_point(name: str, address: Address, say: Callable[[str], None]) -> None:
    """https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-BACKUP"""
    with reporting_refusals(address.name), address.connect() as connection:
        row = connection.execute("SELECT pg_create_restore_point(%s)", (name,)).fetchone()
    say(f"Restore point {name} is set at {row[0] if row else 'an unknown place'}.")


def _run(own: str, say: Callable[[str], None]) -> None:
    ran = subprocess.run(own, shell=True, capture_output=True, text=True)  # noqa: S602 (theirs)
    if ran.returncode:
        said = (ran.stderr.strip().splitlines() or [f"exit status {ran.returncode}"])[-1]
        raise ProgramFailed("--backup-command", said.rstrip("."), "No revision was run.")
    say("The backup command is done.")

"""The errors that stop a backup or a restore, with their sentences and exit statuses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from safemigrate.postgres.sizes import count
from safemigrate.project.exit_status import ExitStatus
from safemigrate.project.extras import ways_to_get_programs


class BackupError(click.ClickException):
    """An error about a backup that a person can fix."""


class NoPrograms(BackupError):
    def __init__(self, server: int, versions: Sequence[str]) -> None:
        self.server, self.versions = server, tuple(versions)
        installed = "; ".join(versions) or "none"
        ways = ways_to_get_programs(server)
        super().__init__(
            f"The server is PostgreSQL {server}, so a backup needs pg_dump and pg_restore "
            f"{server} or later (found: {installed}). {ways[0].upper()}{ways[1:]}. Nothing was "
            "done."
        )


class ProgramFailed(BackupError):
    def __init__(self, program: str, cause: str, consequence: str) -> None:
        self.program, self.cause, self.consequence = program, cause, consequence
        super().__init__(f"{program} failed: {cause}. {consequence} Fix that and run this again.")


class DatabaseRefused(BackupError):
    def __init__(self, database: str, cause: str) -> None:
        self.database, self.cause = database, cause
        super().__init__(
            f"PostgreSQL refused something that a backup of {database} needs: {cause}. The "
            "database was not changed. Fix that and run this again."
        )


class NoSuchBackup(BackupError):
    def __init__(self, name: str, folder: Path, ids: Sequence[str]) -> None:
        self.name, self.folder, self.ids = name, folder, tuple(ids)
        existing = f"It has {', '.join(ids)}." if ids else "It has none."
        super().__init__(
            f"{folder} has no backup {name}. {existing} Name one of them, or another folder with "
            "--folder."
        )


class BackupDamaged(BackupError):
    exit_code = ExitStatus.INTEGRITY

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        self.name, self.faults = name, tuple(faults)
        super().__init__(
            f"Backup {name} is damaged: {'; '.join(faults)}. Nothing was restored. Use another "
            "backup, and make a new one."
        )


class UnknownManifest(BackupError):
    exit_code = ExitStatus.INTEGRITY

    def __init__(self, name: str, actual: object, readable: int) -> None:
        self.name, self.actual, self.readable = name, actual, readable
        super().__init__(
            f"The manifest of backup {name} has format {actual}, but this safemigrate reads format "
            f"{readable}. Restore it with the safemigrate version that made it. Nothing was "
            "restored."
        )


class ServerTooOld(BackupError):
    def __init__(self, name: str, made_on: int, server: int) -> None:
        self.name, self.made_on, self.server = name, made_on, server
        super().__init__(
            f"Backup {name} was made on PostgreSQL {made_on}, but this server is {server}, which "
            f"is too old for it. Restore it on {made_on} or later. Nothing was restored."
        )


class NotProven(BackupError):
    exit_code = ExitStatus.INTEGRITY

    def __init__(self, name: str, differences: Sequence[str]) -> None:
        self.name, self.differences = name, tuple(differences)
        super().__init__(
            f"Backup {name} was restored but differs from the original: {'; '.join(differences)}. "
            "Do not rely on it: make a new one."
        )


class NoPlaceForProof(BackupError):
    def __init__(self, rejected: Sequence[str]) -> None:
        self.rejected = tuple(rejected)
        super().__init__(
            f"No database could be created to restore the backup into: {'; '.join(rejected)}. Let "
            "the user create databases (ALTER ROLE … CREATEDB), or set SAFEMIGRATE_SHADOW_URL to "
            "a server that allows it."
        )


class DatabaseExists(BackupError):
    def __init__(self, database: str) -> None:
        self.database = database
        super().__init__(
            f"The server already has a database {database}; it was not changed. Name another one "
            "with --into."
        )


class SessionsAtWork(BackupError):
    def __init__(self, database: str, sessions: Sequence[str]) -> None:
        self.database, self.sessions = database, tuple(sessions)
        super().__init__(
            f"{database} is in use by {count(len(sessions), 'session')} "
            f"({'; '.join(sessions[:3])}), so nothing was changed. Stop the application first, or "
            "end them with --end-sessions."
        )


class NoSuchTable(BackupError):
    def __init__(self, table: str, name: str, tables: Sequence[str]) -> None:
        self.table, self.name, self.tables = table, name, tuple(tables)
        super().__init__(
            f"Backup {name} has no table {table}. It has {', '.join(tables) or 'none'}. Nothing "
            "was restored."
        )

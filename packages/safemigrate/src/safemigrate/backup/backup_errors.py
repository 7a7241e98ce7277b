"""Everything that stops a backup or a restore: its parts, its sentence and its exit status."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from safemigrate.project.exit_status import ExitStatus


class BackupError(click.ClickException):
    """Something about a backup that a person can put right."""


class NoPrograms(BackupError):
    def __init__(self, server: int, found: Sequence[str]) -> None:
        self.server, self.found = server, tuple(found)
        seen = "; ".join(found) or "none"
        super().__init__(
            f"The server is PostgreSQL {server}, and a backup needs pg_dump and pg_restore of "
            f"{server} or later (found: {seen}). Install them, or set SAFEMIGRATE_PG_BIN to the "
            "folder that has them. Nothing was done."
        )


class ProgramFailed(BackupError):
    def __init__(self, program: str, said: str, kept: str) -> None:
        self.program, self.said, self.kept = program, said, kept
        super().__init__(f"{program} stopped: {said}. {kept} Put that right and run this again.")


class DatabaseRefused(BackupError):
    def __init__(self, database: str, said: str) -> None:
        self.database, self.said = database, said
        super().__init__(
            f"The server refused something that a backup of {database} needs: {said}. The database "
            "was not changed. Put that right and run this again."
        )


class NoSuchBackup(BackupError):
    def __init__(self, name: str, folder: Path, known: Sequence[str]) -> None:
        self.name, self.folder, self.known = name, folder, tuple(known)
        there = f"It has {', '.join(known)}." if known else "It has none."
        super().__init__(f"{folder} has no backup {name}. {there} Name one of them, or --folder.")


class BackupDamaged(BackupError):
    exit_code = ExitStatus.INTEGRITY

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        self.name, self.faults = name, tuple(faults)
        super().__init__(
            f"Backup {name} is not what was written: {'; '.join(faults)}. Nothing was restored. "
            "Use another backup, and make a new one."
        )


class UnknownManifest(BackupError):
    exit_code = ExitStatus.INTEGRITY

    def __init__(self, name: str, found: object, known: int) -> None:
        self.name, self.found, self.known = name, found, known
        super().__init__(
            f"The manifest of backup {name} has format {found}, and this safemigrate reads format "
            f"{known}. Read it with the version that wrote it; nothing was restored."
        )


class ServerTooOld(BackupError):
    def __init__(self, name: str, made_on: int, server: int) -> None:
        self.name, self.made_on, self.server = name, made_on, server
        super().__init__(
            f"Backup {name} was made on PostgreSQL {made_on}, and this server is {server}: an "
            f"older server cannot take it. Restore it on {made_on} or later; nothing was restored."
        )


class NotProven(BackupError):
    exit_code = ExitStatus.INTEGRITY

    def __init__(self, name: str, differences: Sequence[str]) -> None:
        self.name, self.differences = name, tuple(differences)
        super().__init__(
            f"Backup {name} was restored and is not equal to what was backed up: "
            f"{'; '.join(differences)}. Do not rely on it: make a new one."
        )


class NoPlaceForProof(BackupError):
    def __init__(self, tried: Sequence[str]) -> None:
        self.tried = tuple(tried)
        super().__init__(
            f"There is no place to restore the backup in: {'; '.join(tried)}. Let the user create "
            "databases (ALTER ROLE … CREATEDB), or set SAFEMIGRATE_SHADOW_URL to a server where "
            "it may."
        )


class DatabaseExists(BackupError):
    def __init__(self, database: str) -> None:
        self.database = database
        super().__init__(
            f"The server has a database {database} already, and it was left as it is. Name another "
            "with --into."
        )


class SessionsAtWork(BackupError):
    def __init__(self, database: str, sessions: Sequence[str]) -> None:
        self.database, self.sessions = database, tuple(sessions)
        super().__init__(
            f"{len(sessions)} sessions are at work in {database} ({'; '.join(sessions[:3])}), and "
            "nothing was changed. Stop the application first, or end them with --end-sessions."
        )


class NoSuchTable(BackupError):
    def __init__(self, table: str, name: str, known: Sequence[str]) -> None:
        self.table, self.name, self.known = table, name, tuple(known)
        super().__init__(
            f"Backup {name} has no table {table}. It has {', '.join(known) or 'none'}. Nothing was "
            "restored."
        )

"""Finds a pg_dump and pg_restore at least as new as the server.

pg_dump refuses to dump a server newer than itself.
https://www.postgresql.org/docs/current/app-pgdump.html#PG-DUMP-NOTES
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "SAFEMIGRATE_PG_BIN"
REQUIRED = ("pg_dump", "pg_restore")
USUAL_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/usr/local/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


@dataclass(frozen=True)
class Programs:
    """A folder of PostgreSQL's client programs, and their version ("18.6")."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The major version."""
        return int(self.version.partition(".")[0])

    def path(self, program: str) -> Path:
        """Return the file of a program."""
        return Path(shutil.which(program, path=self.folder) or self.folder / program)

    def __str__(self) -> str:
        return f"{self.version} in {self.folder}"


@dataclass(frozen=True)
class Search:
    """The installed programs: the first that are new enough, and those that are too old."""

    usable: Programs | None
    too_old: tuple[Programs, ...]


def programs(server: int) -> Search:
    """Return the first client programs of the server's major version or later.

    If SAFEMIGRATE_PG_BIN is set, only that folder counts; else localpg, the PATH, usual folders.
    """
    too_old: list[Programs] = []
    for folder in dict.fromkeys(_folders()):
        candidate = _in(folder)
        if candidate and candidate.major >= server:
            return Search(candidate, tuple(too_old))
        if candidate:
            too_old.append(candidate)
    return Search(None, tuple(too_old))


def _folders() -> Iterator[Path]:
    explicit = os.environ.get(VARIABLE)
    if explicit:
        yield Path(explicit)
        return
    yield from _private()
    yield from (Path(entry) for entry in os.get_exec_path() if entry)
    for pattern in USUAL_FOLDERS:
        yield from sorted(Path("/").glob(pattern[1:]), reverse=True)


def _private() -> Iterator[Path]:
    """Yield the folder of the private PostgreSQL, if the extra private-postgres is installed."""
    try:
        import localpg
    except ModuleNotFoundError:
        return
    try:
        yield localpg.binaries().folder
    except localpg.LocalPostgresError:
        return  # the installation is incomplete


def _in(folder: Path) -> Programs | None:
    if not all(shutil.which(name, path=folder) for name in REQUIRED):
        return None
    output = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True)
    match = re.search(r"\d+(\.\d+)?", output.stdout)
    return Programs(folder, match[0]) if match else None

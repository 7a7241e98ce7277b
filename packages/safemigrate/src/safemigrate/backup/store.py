"""The folder that backups lie in: what is there, what was left half made, what may go."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from safemigrate.backup.backup_errors import BackupDamaged, NoSuchBackup, UnknownManifest
from safemigrate.backup.manifest import Manifest, is_proven, read, sync

HALF = ".making-"


@dataclass(frozen=True)
class Stored:
    """A backup in the folder; fault says why its manifest cannot be read."""

    folder: Path
    manifest: Manifest | None
    proven: bool
    fault: str | None = None

    @property
    def id(self) -> str:
        """Its name."""
        return self.folder.name

    @property
    def age(self) -> timedelta | None:
        """Time since its snapshot."""
        return datetime.now(UTC) - self.manifest.when if self.manifest else None


def stored(home: Path) -> list[Stored]:
    """Return every backup of a folder, newest first."""
    found = [
        _stored(folder)
        for folder in (home.iterdir() if home.is_dir() else ())
        if folder.is_dir() and not folder.name.startswith(".") and (folder / "dump").exists()
    ]
    oldest = datetime.min.replace(tzinfo=UTC)
    return sorted(found, key=lambda b: b.manifest.when if b.manifest else oldest, reverse=True)


def _stored(folder: Path) -> Stored:
    try:
        return Stored(folder, read(folder), is_proven(folder))
    except (BackupDamaged, UnknownManifest) as error:
        return Stored(folder, None, proven=False, fault=error.message)


def find(home: Path, name: str) -> tuple[Path, Manifest]:
    """Return a backup by its id; NoSuchBackup, BackupDamaged or UnknownManifest."""
    known = [backup.id for backup in stored(home)]
    if name not in known:
        raise NoSuchBackup(name, home, known)
    return home / name, read(home / name)


@contextmanager
def half_made(home: Path) -> Iterator[tuple[Path, int]]:
    """Lend a folder that is no backup yet, and the descriptor whose lock says it is in use."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    clear_left(home)
    folder = home / f"{HALF}{secrets.token_hex(6)}"
    folder.mkdir(mode=0o700)
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield folder, descriptor
    finally:
        os.close(descriptor)
        if folder.exists():
            shutil.rmtree(folder)


def keep(folder: Path, name: str) -> Path:
    """Make a half made backup a whole one; the disk has it when this returns."""
    sync(folder / "dump")
    sync(folder)
    whole = folder.rename(folder.with_name(name))
    sync(whole.parent)
    return whole


def clear_left(home: Path) -> list[str]:
    """Delete what killed runs left half made; what a run still writes has a lock."""
    cleared = []
    for folder in home.glob(f"{HALF}*"):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
            cleared.append(folder.name)
        except BlockingIOError:
            continue
        finally:
            os.close(descriptor)
    return cleared


def remove(backups: list[Stored]) -> None:
    """Delete backups; each is no backup any more before its first file goes."""
    for backup in backups:
        gone = backup.folder.rename(backup.folder.with_name(f"{HALF}{secrets.token_hex(6)}"))
        shutil.rmtree(gone)

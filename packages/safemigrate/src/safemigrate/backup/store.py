"""The folder of backups: lists them, finishes new ones, and removes unfinished and old ones."""

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

UNFINISHED = ".making-"


@dataclass(frozen=True)
class StoredBackup:
    """A backup in the folder; `fault` is the reason if its manifest cannot be read."""

    folder: Path
    manifest: Manifest | None
    proven: bool
    fault: str | None = None

    @property
    def id(self) -> str:
        """The backup's name."""
        return self.folder.name

    @property
    def age(self) -> timedelta | None:
        """The time since its snapshot."""
        return datetime.now(UTC) - self.manifest.when if self.manifest else None


def stored_backups(home: Path) -> list[StoredBackup]:
    """Return the backups in a folder, newest first."""
    backups = [
        _read_backup(folder)
        for folder in (home.iterdir() if home.is_dir() else ())
        if folder.is_dir() and not folder.name.startswith(".") and (folder / "dump").exists()
    ]
    oldest = datetime.min.replace(tzinfo=UTC)
    return sorted(backups, key=lambda b: b.manifest.when if b.manifest else oldest, reverse=True)


def _read_backup(folder: Path) -> StoredBackup:
    try:
        return StoredBackup(folder, read(folder), is_proven(folder))
    except (BackupDamaged, UnknownManifest) as error:
        return StoredBackup(folder, None, proven=False, fault=error.message)


def find(home: Path, name: str) -> tuple[Path, Manifest]:
    """Return a backup by id; raise NoSuchBackup, BackupDamaged or UnknownManifest."""
    ids = [backup.id for backup in stored_backups(home)]
    if name not in ids:
        raise NoSuchBackup(name, home, ids)
    return home / name, read(home / name)


@contextmanager
def unfinished_folder(home: Path) -> Iterator[tuple[Path, int]]:
    """Yield a folder for a new backup, and the descriptor whose lock marks it as in use."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    clear_unfinished(home)
    folder = home / f"{UNFINISHED}{secrets.token_hex(6)}"
    folder.mkdir(mode=0o700)
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield folder, descriptor
    finally:
        os.close(descriptor)
        if folder.exists():
            shutil.rmtree(folder)


def finish(folder: Path, name: str) -> Path:
    """Turn an unfinished backup into a finished one, and flush it to disk."""
    sync(folder / "dump")
    sync(folder)
    finished = folder.rename(folder.with_name(name))
    sync(finished.parent)
    return finished


def clear_unfinished(home: Path) -> list[str]:
    """Delete the unfinished backups of killed runs; one still being written is locked."""
    cleared = []
    for folder in home.glob(f"{UNFINISHED}*"):
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


def remove(backups: list[StoredBackup]) -> None:
    """Delete backups; each is renamed to unfinished before its first file is deleted."""
    for backup in backups:
        folder = backup.folder.rename(
            backup.folder.with_name(f"{UNFINISHED}{secrets.token_hex(6)}")
        )
        shutil.rmtree(folder)

"""How many backups a folder keeps, and for how long: a setting stored in the folder itself.

Only `db backup` removes backups by this setting.  An upgrade that takes a backup removes none.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from safemigrate.backup.manifest import sync
from safemigrate.backup.store import StoredBackup
from safemigrate.project.exit_status import MigrationStopped

FILE = "retention.json"


class RetentionUnreadable(MigrationStopped):
    """The stored setting is damaged."""

    def __init__(self, file: Path, reason: str) -> None:
        self.file, self.reason = file, reason
        super().__init__(
            f"{file} cannot be read ({reason}), so no backup was made and none was removed. "
            "Delete it, then set it again with `db backup --keep NUMBER --keep-days DAYS`."
        )


@dataclass(frozen=True)
class Retention:
    """Which backups of a database to keep: the newest `keep`, and those under `keep_days` old.

    The last proven one is always kept.
    """

    keep: int = 7
    keep_days: int = 30

    def expired(self, backups: list[StoredBackup], database: str) -> list[StoredBackup]:
        """Return the backups to remove.

        backups  newest first; those of other databases and unreadable ones are kept
        """
        own = [b for b in backups if b.manifest and b.manifest.database == database]
        last_proven = next((b for b in own if b.proven), None)
        return [
            backup
            for backup in own[self.keep :]
            if backup is not last_proven
            and backup.age is not None
            and backup.age.days >= self.keep_days
        ]


def retention(home: Path, keep: int | None = None, keep_days: int | None = None) -> Retention:
    """Return a folder's setting, with the values that are not None instead of the stored ones.

    Raises RetentionUnreadable if the stored setting cannot be read.
    """
    stored = _read(home / FILE)
    return Retention(
        stored.keep if keep is None else keep,
        stored.keep_days if keep_days is None else keep_days,
    )


def store_retention(home: Path, chosen: Retention) -> None:
    """Store a folder's setting, unless it is what the folder has."""
    if chosen != _read(home / FILE):
        _write(home / FILE, chosen)


def _read(file: Path) -> Retention:
    try:
        stored = json.loads(file.read_text())
        stored_retention = Retention(int(stored["keep"]), int(stored["keep_days"]))
    except FileNotFoundError:
        return Retention()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RetentionUnreadable(file, " ".join(str(error).split())) from error
    if stored_retention.keep < 1 or stored_retention.keep_days < 0:
        raise RetentionUnreadable(
            file, f"it keeps {stored_retention.keep} for {stored_retention.keep_days} days"
        )
    return stored_retention


def _write(file: Path, chosen: Retention) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_name(f".{FILE}.{os.getpid()}")
    new.write_text(json.dumps(asdict(chosen)) + "\n")
    new.replace(file)
    sync(file.parent)

"""How many backups a folder keeps, and for how long: one setting, stored in the folder itself.

Only `db backup` removes backups, by this setting.  An upgrade that backs up first removes none.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from safemigrate.backup.manifest import sync
from safemigrate.backup.store import Stored
from safemigrate.project.exit_status import MigrationStopped

FILE = "retention.json"


class RetentionUnreadable(MigrationStopped):
    """The stored setting is not what was written."""

    def __init__(self, file: Path, why: str) -> None:
        self.file, self.why = file, why
        super().__init__(
            f"{file} cannot be read ({why}), so no backup was removed. Delete it, then set it "
            "anew with `db backup --keep NUMBER --keep-days DAYS`."
        )


@dataclass(frozen=True)
class Retention:
    """Backups of one database that stay: the newest, and those younger than so many days.

    The last proven one always stays.
    """

    keep: int = 7
    keep_days: int = 30

    def expired(self, backups: list[Stored], database: str) -> list[Stored]:
        """Return what may go.

        backups  newest first; those of other databases and unreadable ones stay
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
    """Return a folder's setting; what is given here is stored as the setting from now on.

    RetentionUnreadable where the stored setting cannot be read.
    """
    stored = _read(home / FILE)
    chosen = Retention(
        stored.keep if keep is None else keep,
        stored.keep_days if keep_days is None else keep_days,
    )
    if chosen != stored:
        _write(home / FILE, chosen)
    return chosen


def _read(file: Path) -> Retention:
    try:
        stored = json.loads(file.read_text())
        found = Retention(int(stored["keep"]), int(stored["keep_days"]))
    except FileNotFoundError:
        return Retention()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RetentionUnreadable(file, " ".join(str(error).split())) from error
    if found.keep < 1 or found.keep_days < 0:
        raise RetentionUnreadable(file, f"it keeps {found.keep} for {found.keep_days} days")
    return found


def _write(file: Path, chosen: Retention) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_name(f".{FILE}.{os.getpid()}")
    new.write_text(json.dumps(asdict(chosen)) + "\n")
    new.replace(file)
    sync(file.parent)

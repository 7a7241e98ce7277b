"""The folder of the backups: SAFEMIGRATE_BACKUPS if it is set, else `backups`."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "SAFEMIGRATE_BACKUPS"
DEFAULT = Path("backups")


def default_folder() -> Path:
    """Return the folder for commands that have no --folder."""
    return Path(os.environ.get(VARIABLE) or DEFAULT)

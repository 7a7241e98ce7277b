"""Files of the migration folder that are not committed to git in their current form."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from safemigrate.project.head_file import NAME
from safemigrate.project.sentences.place import shown
from safemigrate.state.doctor.doctor_finding import Finding

LOOKED_AT = (".py", f"/{NAME}", "/drift.ignore")


def uncommitted(folder: Path) -> Iterator[Finding]:
    """Yield each file that another machine would not get; none outside a git repository."""
    prefix = _git(folder, "rev-parse", "--show-prefix").rstrip("\n")
    status = ("status", "--porcelain", "--no-renames", "--untracked-files=all", "-z", "--", ".")
    for line in _git(folder, *status).split("\0"):
        file = folder / line[3:].removeprefix(prefix)
        if str(file).endswith(LOOKED_AT):
            yield Finding(
                "not in git",
                f"{shown(file)} is not committed: no other machine has this version.",
                f"git add {shown(file)}, then commit it",
            )


def _git(folder: Path, *words: str) -> str:
    try:
        result = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True)
    except OSError:
        return ""  # git is not installed
    return result.stdout if result.returncode == 0 else ""

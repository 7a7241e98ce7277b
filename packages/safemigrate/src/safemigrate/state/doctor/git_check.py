"""Files of the migration folder that git has not, or not as they are."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from safemigrate.project.head_file import NAME
from safemigrate.project.sentences.place import shown
from safemigrate.state.doctor.doctor_finding import Finding

LOOKED_AT = (".py", f"/{NAME}", "/drift.ignore")


def uncommitted(folder: Path) -> Iterator[Finding]:
    """Return each file that another machine would not get; nothing outside of git."""
    prefix = _git(folder, "rev-parse", "--show-prefix").rstrip("\n")
    asked = ("status", "--porcelain", "--no-renames", "--untracked-files=all", "-z", "--", ".")
    for line in _git(folder, *asked).split("\0"):
        file = folder / line[3:].removeprefix(prefix)
        if str(file).endswith(LOOKED_AT):
            yield Finding(
                "not in git",
                f"{shown(file)} is not committed: no other machine has it as it is.",
                f"git add {shown(file)}, and commit it",
            )


def _git(folder: Path, *words: str) -> str:
    try:
        told = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True)
    except OSError:
        return ""  # no git here
    return told.stdout if told.returncode == 0 else ""

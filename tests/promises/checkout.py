"""A copy of the repository's programs, committed in a git of its own."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = ("levy", "migrations", "migrate.py", ".gitignore")


def checkout(folder: Path) -> Path:
    """Copy what runs into a new folder, and commit it; return the folder."""
    folder.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / part)
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "--initial-branch", "main"], ["add", "."], ["commit", "-m", "before"]):
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)
    return folder

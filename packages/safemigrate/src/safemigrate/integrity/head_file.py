"""migrations/HEAD: the newest revision in a file, so that two branches conflict in git.

Two people who each add a revision change different files, and git merges them without a word; both
change this file, too, and there git asks.  `db doctor --fix` begins it; from then on every new
revision writes it.
"""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from safemigrate.integrity.errors import HeadFileInConflict, HeadFileOutdated
from safemigrate.sentences.place import shown

NAME = "HEAD"
CONFLICT = "<<<<<<< "  # how git marks what it could not merge


def head_file(script: ScriptDirectory) -> Path:
    """Return where the file lies, or would."""
    return Path(script.dir) / NAME


def write_heads(config: Config) -> None:
    """Write the newest revision where the project has the file."""
    script = ScriptDirectory.from_config(config)
    if head_file(script).exists():
        head_file(script).write_text(text_of(script))


def text_of(script: ScriptDirectory) -> str:
    """Return what the file should say."""
    return "".join(f"{head}\n" for head in sorted(script.get_heads()))


def refuse_outdated(script: ScriptDirectory) -> None:
    """Raise where the project has the file and it says something else, or git's conflict."""
    file = head_file(script)
    if file.exists() and CONFLICT in file.read_text():
        raise HeadFileInConflict(shown(file), sorted(script.get_heads()))
    if file.exists() and file.read_text() != text_of(script):
        says = ", ".join(file.read_text().split())
        raise HeadFileOutdated(shown(file), says, ", ".join(sorted(script.get_heads())))

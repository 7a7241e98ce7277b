"""migrations/HEAD: the newest revision in a file, so that two branches conflict in git.

Two people who each add a revision change different files, and git merges them without a word; both
change this file, too, and there git asks.  `db doctor --fix` begins it; from then on every new
revision writes it.
"""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from safemigrate.project.exit_status import ExitStatus, MigrationStopped
from safemigrate.project.invocation import typed
from safemigrate.project.sentences.place import shown

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


class HeadFileInConflict(MigrationStopped):
    """git could not merge migrations/HEAD: two branches each added a revision."""

    exit_code = ExitStatus.INTEGRITY

    def __init__(self, file: str, heads: list[str]) -> None:
        self.file, self.heads = file, heads
        newest = f"{' and '.join(heads)} {'are both' if len(heads) == 2 else 'is'} the newest"
        super().__init__(
            f"git left its conflict marks in {file}: {newest} revision. Make one follow the other "
            f"(`{typed('merge heads')}`, or down_revision of the one that no database has had), "
            f"then `{typed('doctor --fix')}` writes the file."
        )


class HeadFileOutdated(MigrationStopped):
    """migrations/HEAD names other heads than the files have."""

    exit_code = ExitStatus.INTEGRITY

    def __init__(self, file: str, says: str, heads: str) -> None:
        self.file, self.says, self.heads = file, says, heads
        super().__init__(
            f"{file} says {says or 'nothing'} and the newest revision is {heads or 'none'}. Two "
            "branches were merged, or a file was added or removed by hand: put the revisions in "
            f"one row, then `{typed('doctor --fix')}` writes the file."
        )

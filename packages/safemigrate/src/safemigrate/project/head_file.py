"""migrations/HEAD: the newest revision in a file, so that two branches conflict in git.

Two people who each add a revision change different files, which git merges silently.  Both also
change this file, where git reports a conflict.  `db doctor --fix` creates it; after that every new
revision updates it.
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
    """Return the file's path, whether it exists or not."""
    return Path(script.dir) / NAME


def write_heads(config: Config) -> None:
    """Write the newest revision to the file, if the project has it."""
    script = ScriptDirectory.from_config(config)
    if head_file(script).exists():
        head_file(script).write_text(text_of(script))


def text_of(script: ScriptDirectory) -> str:
    """Return the text that the file should have."""
    return "".join(f"{head}\n" for head in sorted(script.get_heads()))


def refuse_outdated(script: ScriptDirectory) -> None:
    """Raise an error if the file exists and has another text, or git's conflict markers."""
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
            f"{file} has git conflict markers: {newest} revision. Make one follow the other "
            f"(`{typed('merge heads')}`, or edit down_revision of the one that no database has "
            f"applied), then run `{typed('doctor --fix')}` to write the file."
        )


class HeadFileOutdated(MigrationStopped):
    """migrations/HEAD does not name the heads of the revision files."""

    exit_code = ExitStatus.INTEGRITY

    def __init__(self, file: str, says: str, heads: str) -> None:
        self.file, self.says, self.heads = file, says, heads
        super().__init__(
            f"{file} says {says or 'nothing'}, but the newest revision is {heads or 'none'}. Two "
            "branches were merged, or a file was added or removed by hand. Make the revisions "
            f"follow one another, then run `{typed('doctor --fix')}` to write the file."
        )

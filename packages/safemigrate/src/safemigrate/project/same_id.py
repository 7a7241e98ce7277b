"""Two files with one revision id, mostly one of each of two branches: Alembic runs only one."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from alembic.script import ScriptDirectory

from safemigrate.postgres.alembic_private import version_folders
from safemigrate.project.exit_status import ExitStatus, MigrationStopped
from safemigrate.project.invocation import typed
from safemigrate.project.revision_file import read_files
from safemigrate.project.sentences.place import shown


class SameId(MigrationStopped):
    """Two revisions have one id."""

    exit_code = ExitStatus.INTEGRITY

    def __init__(self, revision: str, files: list[str]) -> None:
        self.revision, self.files = revision, files
        super().__init__(
            f"Two revisions have the id {revision}: {' and '.join(files)}, mostly because two "
            "branches each made one. Alembic would run one of them, so nothing was done. "
            f"`{typed(f'rebase {files[-1]}')}`, with the file that nobody else has yet, puts it "
            "after the other under an id of its own."
        )


def refuse_same_id(script: ScriptDirectory) -> None:
    """Raise SameId where two files have one id."""
    files: dict[str, list[str]] = defaultdict(list)
    for place in version_folders(script):
        for each in read_files(Path(place)):
            if each.revision is not None:
                files[each.revision].append(shown(each.file))
    for revision, named in files.items():
        if len(named) > 1:
            raise SameId(revision, named)

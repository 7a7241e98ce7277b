"""Two files with the same revision id, usually from two branches: Alembic runs only one of them."""

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
    """Two revisions have the same id."""

    exit_code = ExitStatus.INTEGRITY

    def __init__(self, revision: str, files: list[str]) -> None:
        self.revision, self.files = revision, files
        super().__init__(
            f"Two revisions have the id {revision}: {' and '.join(files)}, usually because two "
            "branches each added one. Alembic would run only one of them, so nothing was done. "
            f"Run `{typed(f'rebase {files[-1]}')}`, with the file that nobody else has yet: it "
            "puts that revision after the other, with a new id."
        )


def refuse_same_id(script: ScriptDirectory) -> None:
    """Raise SameId if two files have the same id."""
    files: dict[str, list[str]] = defaultdict(list)
    for folder in version_folders(script):
        for file in read_files(Path(folder)):
            if file.revision is not None:
                files[file.revision].append(shown(file.file))
    for revision, paths in files.items():
        if len(paths) > 1:
            raise SameId(revision, paths)

"""Every sentence that stops a command because the files are not those that were applied."""

from __future__ import annotations

from pathlib import Path

from safemigrate.journal.sources import Source
from safemigrate.project.exit_status import ExitStatus, MigrationStopped
from safemigrate.project.invocation import typed
from safemigrate.project.sentences.place import shown
from safemigrate.state.position import Position


def bring_back(source: Source, folder: Path) -> str:
    """Return what a person types to have an applied file again."""
    return f"{typed(f'show {source.revision} --kept')} > {shown(folder / source.file)}"


class NotInCheckout(MigrationStopped):
    """Applied revisions have no file."""

    exit_code = ExitStatus.INTEGRITY

    def __init__(self, at: Position) -> None:
        self.foreign, self.missing = foreign, missing = at.foreign, at.missing
        names = ", ".join(at.gone)
        if missing:
            followers = [each.file for each in at.files.values() if missing[0] in each.follows]
            do = (
                f"{shown(followers[0])} follows {missing[0]}: bring its file back, with "
                f"`{bring_back(at.sources[missing[0]], followers[0].parent)}`."
            )
        else:
            do = (
                f"It is another branch's, or its file was removed: `{typed('switch')}` takes it "
                "back with the source that the database kept, and "
                f"`{typed(f'show {foreign[0]}')}` prints that."
            )
        super().__init__(
            f"Can't locate revision identified by '{at.gone[0]}': applied to this database and "
            f"not among the files: {names}. {do} Nothing was run."
        )


class NothingKept(MigrationStopped):
    """A revision is neither in a file nor in the database."""

    exit_code = ExitStatus.INTEGRITY

    def __init__(self, revision: str) -> None:
        self.revision = revision
        super().__init__(
            f"Revision {revision} has no file, and this database keeps no source of it. Bring the "
            f"file back, perhaps from another branch of your code; `{typed('history')}` lists "
            "those that have one."
        )

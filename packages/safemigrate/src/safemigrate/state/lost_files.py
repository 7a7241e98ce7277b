"""The errors that stop a command because the files differ from those that were applied."""

from __future__ import annotations

from pathlib import Path

from safemigrate.journal.sources import Source
from safemigrate.project.exit_status import ExitStatus, MigrationStopped
from safemigrate.project.invocation import typed
from safemigrate.project.sentences.place import shown
from safemigrate.state.position import Position


def bring_back(source: Source, folder: Path) -> str:
    """Return the command that restores an applied revision's file."""
    return f"{typed(f'show {source.revision} --kept')} > {shown(folder / source.file)}"


class NotInCheckout(MigrationStopped):
    """Some applied revisions have no file."""

    exit_code = ExitStatus.INTEGRITY

    def __init__(self, position: Position) -> None:
        self.foreign, self.missing = foreign, missing = position.foreign, position.missing
        names = ", ".join(position.without_file)
        if missing:
            follower = next(
                linked.file for linked in position.files.values() if missing[0] in linked.follows
            )
            advice = (
                f"{shown(follower)} follows {missing[0]}: restore its file with "
                f"`{bring_back(position.sources[missing[0]], follower.parent)}`."
            )
        else:
            advice = (
                "It belongs to another branch, or its file was deleted. "
                f"`{typed('switch')}` downgrades it with the source kept in the database; "
                f"`{typed(f'show {foreign[0]}')}` prints that source."
            )
        super().__init__(
            f"Can't locate revision identified by '{position.without_file[0]}'. Applied to this "
            f"database but without a file: {names}. {advice} Nothing was run."
        )


class NothingKept(MigrationStopped):
    """A revision has neither a file nor a source kept in the database."""

    exit_code = ExitStatus.INTEGRITY

    def __init__(self, revision: str) -> None:
        self.revision = revision
        super().__init__(
            f"Revision {revision} has no file, and this database keeps no source for it. Restore "
            f"the file, perhaps from another branch of your code; `{typed('history')}` lists the "
            "revisions that have one."
        )

"""Every sentence that stops a command because the files are not those that were applied."""

from __future__ import annotations

from pathlib import Path

from safemigrate.execute.errors import INTEGRITY, MigrationStopped
from safemigrate.integrity.position import Position
from safemigrate.integrity.sources import Source
from safemigrate.sentences.place import shown
from safemigrate.typed import typed


def bring_back(source: Source, folder: Path) -> str:
    """Return what a person types to have an applied file again."""
    return f"{typed(f'show {source.revision} --kept')} > {shown(folder / source.file)}"


class NotInCheckout(MigrationStopped):
    """Applied revisions have no file."""

    exit_code = INTEGRITY

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

    exit_code = INTEGRITY

    def __init__(self, revision: str) -> None:
        self.revision = revision
        super().__init__(
            f"Revision {revision} has no file, and this database keeps no source of it. Bring the "
            f"file back, perhaps from another branch of your code; `{typed('history')}` lists "
            "those that have one."
        )


class HeadFileInConflict(MigrationStopped):
    """git could not merge migrations/HEAD: two branches each added a revision."""

    exit_code = INTEGRITY

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

    exit_code = INTEGRITY

    def __init__(self, file: str, says: str, heads: str) -> None:
        self.file, self.says, self.heads = file, says, heads
        super().__init__(
            f"{file} says {says or 'nothing'} and the newest revision is {heads or 'none'}. Two "
            "branches were merged, or a file was added or removed by hand: put the revisions in "
            f"one row, then `{typed('doctor --fix')}` writes the file."
        )

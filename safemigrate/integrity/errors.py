"""Every sentence that stops a command because the files are not those that were applied."""

from __future__ import annotations

from safemigrate.execute.errors import INTEGRITY, MigrationStopped
from safemigrate.typed import typed


class NotInCheckout(MigrationStopped):
    """Applied revisions have no file."""

    exit_code = INTEGRITY

    def __init__(self, foreign: list[str], missing: list[str]) -> None:
        self.foreign, self.missing = foreign, missing
        names = ", ".join([*foreign, *missing])
        if missing:
            do = (
                f"Other files follow it: bring its file back (`{typed(f'show {missing[0]}')}` "
                "prints what was applied)."
            )
        else:
            do = (
                f"It is another branch's, or its file was removed: `{typed('switch')}` takes it "
                "back with the source that the database kept, and "
                f"`{typed(f'show {foreign[0]}')}` prints that."
            )
        super().__init__(
            f"Can't locate revision identified by '{(foreign or missing)[0]}': applied to this "
            f"database and not among the files: {names}. {do} Nothing was run."
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

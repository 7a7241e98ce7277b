"""Everything that stops an upgrade on purpose: its parts, its sentence and its exit status."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from safemigrate.postgres.durations import duration_words
from safemigrate.project.exit_status import ExitStatus, MigrationStopped
from safemigrate.project.invocation import typed


class LockNotObtained(MigrationStopped):
    exit_code = ExitStatus.LOCK_NOT_OBTAINED

    def __init__(
        self, revision: str, tries: int, waited: float, blockers: Sequence[str], kept: str
    ) -> None:
        self.revision, self.tries, self.waited = revision, tries, waited
        self.blockers, self.kept = tuple(blockers), kept
        held = "".join(f"\n  held by {blocker}" for blocker in blockers)
        count = "1 try" if tries == 1 else f"{tries} tries"
        super().__init__(
            f"Revision {revision} did not get its locks: {count} in {duration_words(waited)}."
            f"{held}\n{kept} Run the command again when the holder is done, or give it more: "
            "--max-wait, --retries."
        )


class OutsideWindow(MigrationStopped):
    exit_code = ExitStatus.OUTSIDE_WINDOW

    def __init__(self, revision: str, windows: str, opens: datetime) -> None:
        self.revision, self.windows, self.opens = revision, windows, opens
        super().__init__(
            f"Revision {revision} was not begun: it is outside the window {windows}. The next one "
            f"opens {opens:%a %Y-%m-%d %H:%M %Z}. Run the command then, or with --ignore-window."
        )


class NoJournal(MigrationStopped):
    def __init__(self, revision: str, role: str) -> None:
        self.revision, self.role = revision, role
        super().__init__(
            f"Revision {revision} leaves its transaction (autocommit_block), and what is done "
            "there can only be resumed with a journal, but the role may not make the schema "
            f"_migrate. Let the owner run: CREATE SCHEMA _migrate AUTHORIZATION {role}. Nothing "
            "of this revision was kept."
        )


class FileEdited(MigrationStopped):
    exit_code = ExitStatus.INTEGRITY

    def __init__(self, revision: str, number: int, done: str, now: str) -> None:
        self.revision, self.number, self.done, self.now = revision, number, done, now
        super().__init__(
            f"Revision {revision} is half done, and its file no longer says what was done: step "
            f"{number} was\n  {done}\nand is now\n  {now}\nBring the file back as it was up to "
            "that step (later steps may change), or finish by hand and note it with "
            f"`{typed('stamp')}`. Nothing more was run."
        )


class StepUncertain(MigrationStopped):
    exit_code = ExitStatus.INTEGRITY

    def __init__(self, revision: str, number: int, sql: str, history: int) -> None:
        self.revision, self.number, self.sql, self.history = revision, number, sql, history
        super().__init__(
            f"Revision {revision} was interrupted in step {number}, and the database does not "
            f"tell whether it was done: {sql}\nLook. If it was, set state = 'done' in the row of "
            f"_migrate.steps with history = {history} and step = {number}; if not, delete that "
            "row. Then run the command again."
        )


class RowsGone(MigrationStopped):
    exit_code = ExitStatus.INTEGRITY

    def __init__(self, revision: str, number: int, sql: str) -> None:
        self.revision, self.number, self.sql = revision, number, sql
        super().__init__(
            f"Revision {revision} is half done, and step {number} returned rows that a second run "
            f"cannot have: {sql}\nFinish the revision by hand and note it with "
            f"`{typed('stamp')}`. Nothing more was run."
        )


class HalfDone(MigrationStopped):
    exit_code = ExitStatus.INTEGRITY

    def __init__(self, revision: str, direction: str, asked: str) -> None:
        self.revision, self.direction, self.asked = revision, direction, asked
        super().__init__(
            f"Revision {revision} is half done ({direction}), so {asked} was not begun. Finish it "
            f"with `{typed(f'{direction} {revision}')}`; or undo its steps by hand and note where "
            f"the database then is with `{typed('stamp REVISION')}`, which forgets them."
        )


class IndexBeingBuilt(MigrationStopped):
    exit_code = ExitStatus.LOCK_NOT_OBTAINED

    def __init__(self, index: str, pid: int) -> None:
        self.index, self.pid = index, pid
        super().__init__(
            f"Index {index} is being built by pid {pid} at this moment, outside this upgrade. Run "
            "the command again when it is done."
        )


class IndexInvalid(MigrationStopped):
    def __init__(self, index: str) -> None:
        self.index = index
        super().__init__(
            f"Index {index} was built and is not valid. Run the command again: it is dropped and "
            "built anew."
        )

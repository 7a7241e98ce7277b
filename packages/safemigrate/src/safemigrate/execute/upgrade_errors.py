"""The errors that stop an upgrade on purpose, with their messages and exit statuses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from safemigrate.postgres.durations import duration_words
from safemigrate.project.exit_status import ExitStatus, MigrationStopped
from safemigrate.project.invocation import typed


class LockNotObtained(MigrationStopped):
    exit_code = ExitStatus.LOCK_NOT_OBTAINED

    def __init__(
        self, revision: str, tries: int, waited: float, blockers: Sequence[str], remains: str
    ) -> None:
        self.revision, self.tries, self.waited = revision, tries, waited
        self.blockers, self.remains = tuple(blockers), remains
        held = "".join(f"\n  held by {blocker}" for blocker in blockers)
        count = "1 try" if tries == 1 else f"{tries} tries"
        super().__init__(
            f"Revision {revision} did not get its locks: {count} in {duration_words(waited)}."
            f"{held}\n{remains} Run the command again when that session is done, or raise "
            "--max-wait or --retries."
        )


class OutsideWindow(MigrationStopped):
    exit_code = ExitStatus.OUTSIDE_WINDOW

    def __init__(self, revision: str, windows: str, opens: datetime) -> None:
        self.revision, self.windows, self.opens = revision, windows, opens
        super().__init__(
            f"Revision {revision} did not start: it is outside the window {windows}. The next "
            f"window opens {opens:%a %Y-%m-%d %H:%M %Z}. Run the command then, or add "
            "--ignore-window."
        )


class NoJournal(MigrationStopped):
    def __init__(self, revision: str, role: str) -> None:
        self.revision, self.role = revision, role
        super().__init__(
            f"Revision {revision} leaves its transaction (autocommit_block). That needs the "
            "journal, so that an interrupted run can resume, but the role may not create the "
            f"schema _migrate. Have the owner run: CREATE SCHEMA _migrate AUTHORIZATION {role}. "
            "PostgreSQL rolled this revision back."
        )


class FileEdited(MigrationStopped):
    exit_code = ExitStatus.INTEGRITY

    def __init__(self, revision: str, number: int, done: str, now: str) -> None:
        self.revision, self.number, self.done, self.now = revision, number, done, now
        super().__init__(
            f"Revision {revision} is incomplete, and its file was edited: step {number} was\n"
            f"  {done}\nand is now\n  {now}\nRestore the file up to that step (later steps may "
            f"change), or finish the revision by hand and record it with `{typed('stamp')}`. "
            "Nothing more was run."
        )


class StepUncertain(MigrationStopped):
    exit_code = ExitStatus.INTEGRITY

    def __init__(self, revision: str, number: int, sql: str, history: int) -> None:
        self.revision, self.number, self.sql, self.history = revision, number, sql, history
        super().__init__(
            f"Revision {revision} was interrupted in step {number}, and the database does not "
            f"show whether the step was done: {sql}\nCheck it. If it was done, set state = 'done' "
            f"in the row of _migrate.steps with history = {history} and step = {number}; if not, "
            "delete that row. Then run the command again."
        )


class RowsNotRepeatable(MigrationStopped):
    exit_code = ExitStatus.INTEGRITY

    def __init__(self, revision: str, number: int, sql: str) -> None:
        self.revision, self.number, self.sql = revision, number, sql
        super().__init__(
            f"Revision {revision} is incomplete, and step {number} returned rows that cannot be "
            f"returned again: {sql}\nFinish the revision by hand and record it with "
            f"`{typed('stamp')}`. Nothing more was run."
        )


class OtherRevisionIncomplete(MigrationStopped):
    exit_code = ExitStatus.INTEGRITY

    def __init__(self, revision: str, direction: str, refused: str) -> None:
        self.revision, self.direction, self.refused = revision, direction, refused
        super().__init__(
            f"Revision {revision} is incomplete ({direction}), so {refused} did not start. Finish "
            f"it with `{typed(f'{direction} {revision}')}`; or undo its steps by hand and record "
            f"the database's revision with `{typed('stamp REVISION')}`, which discards them."
        )


class IndexBeingBuilt(MigrationStopped):
    exit_code = ExitStatus.LOCK_NOT_OBTAINED

    def __init__(self, index: str, pid: int) -> None:
        self.index, self.pid = index, pid
        super().__init__(
            f"Pid {pid} is building index {index} outside this upgrade. Run the command again "
            "when it is done."
        )


class IndexInvalid(MigrationStopped):
    def __init__(self, index: str) -> None:
        self.index = index
        super().__init__(
            f"Index {index} was built but is invalid. Run the command again: it drops the index "
            "and rebuilds it."
        )

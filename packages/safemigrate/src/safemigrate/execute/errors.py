"""Everything that stops an upgrade on purpose: its parts, its sentence and its exit status."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from safemigrate.execute.duration import duration_words
from safemigrate.typed import typed

LOCK_NOT_OBTAINED = 5
OUTSIDE_WINDOW = 6
CONSENT_MISSING = 7
INTEGRITY = 9


class MigrationStopped(click.ClickException):
    """A command that stopped before it did what was asked; str() is the sentence."""


class DeployerBusy(MigrationStopped):
    exit_code = LOCK_NOT_OBTAINED

    def __init__(self, holder: str, waited: float) -> None:
        self.holder, self.waited = holder, waited
        super().__init__(
            f"Another deployer is still at work after {duration_words(waited)}: {holder}. Nothing "
            "was run. Run this again when it is done, or wait longer with --max-wait."
        )


class LockNotObtained(MigrationStopped):
    exit_code = LOCK_NOT_OBTAINED

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
    exit_code = OUTSIDE_WINDOW

    def __init__(self, revision: str, windows: str, opens: datetime) -> None:
        self.revision, self.windows, self.opens = revision, windows, opens
        super().__init__(
            f"Revision {revision} was not begun: it is outside the window {windows}. The next one "
            f"opens {opens:%a %Y-%m-%d %H:%M %Z}. Run the command then, or with --ignore-window."
        )


class ConsentMissing(MigrationStopped):
    exit_code = CONSENT_MISSING

    def __init__(self, slow: Sequence[str], rules: Sequence[str], *, told: bool) -> None:
        self.slow, self.rules = tuple(slow), tuple(rules)
        statements = "A statement keeps" if len(slow) == 1 else f"{len(slow)} statements keep"
        which = f"{statements} an application waiting for longer than --lock-timeout:"
        allow = " ".join(f"--allow {rule}='…'" for rule in rules)
        super().__init__(
            ("" if told else "\n".join([which, *slow, ""]))
            + f"Nothing was run. Write it the safe way; or say why it may run, with {allow}; or "
            f"read `{typed('plan -o plan.json')}`, and run `{typed('upgrade --plan plan.json')}`."
        )


class NotAllowed(MigrationStopped):
    exit_code = 2

    def __init__(self, text: str, why: str) -> None:
        self.text, self.why = text, why
        super().__init__(
            f"--allow {text!r} allows nothing ({why}): write the rule and a reason, such as "
            "--allow LOCK011='the office is closed'."
        )


class PooledConnection(MigrationStopped):
    def __init__(self, server: str) -> None:
        self.server = server
        super().__init__(
            f"{server} is a pooler that hands each transaction to another session (PgBouncer with "
            "pool_mode = transaction): locks and timeouts of a session do not hold there. Set "
            "SAFEMIGRATE_URL to the database's own address for migrations; nothing was run."
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


class NoUpgradeRecorded(MigrationStopped):
    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(
            f"There is no last upgrade to take back: {why}. Name the revision to go back to: "
            f"`{typed('downgrade')} REVISION` (`{typed('history')}` lists them)."
        )


class FollowedByOthers(MigrationStopped):
    def __init__(self, revision: str, others: Sequence[str]) -> None:
        self.revision, self.others = revision, tuple(others)
        super().__init__(
            f"The last upgrade cannot be taken back alone: {', '.join(others)} stands on its "
            f"{revision} and came another way (a stamp, or another tool). Nothing was changed. "
            f"Take it back first: `{typed('downgrade')} {revision}`."
        )


class UnknownJournal(MigrationStopped):
    exit_code = INTEGRITY

    def __init__(self, version: str) -> None:
        self.version = version
        super().__init__(
            f"The schema _migrate of this database has version {version}, and this safemigrate "
            "knows versions 1 to 4. Upgrade safemigrate; nothing was run."
        )


class FileEdited(MigrationStopped):
    exit_code = INTEGRITY

    def __init__(self, revision: str, number: int, done: str, now: str) -> None:
        self.revision, self.number, self.done, self.now = revision, number, done, now
        super().__init__(
            f"Revision {revision} is half done, and its file no longer says what was done: step "
            f"{number} was\n  {done}\nand is now\n  {now}\nBring the file back as it was up to "
            "that step (later steps may change), or finish by hand and note it with "
            f"`{typed('stamp')}`. Nothing more was run."
        )


class StepUncertain(MigrationStopped):
    exit_code = INTEGRITY

    def __init__(self, revision: str, number: int, sql: str, history: int) -> None:
        self.revision, self.number, self.sql, self.history = revision, number, sql, history
        super().__init__(
            f"Revision {revision} was interrupted in step {number}, and the database does not "
            f"tell whether it was done: {sql}\nLook. If it was, set state = 'done' in the row of "
            f"_migrate.steps with history = {history} and step = {number}; if not, delete that "
            "row. Then run the command again."
        )


class RowsGone(MigrationStopped):
    exit_code = INTEGRITY

    def __init__(self, revision: str, number: int, sql: str) -> None:
        self.revision, self.number, self.sql = revision, number, sql
        super().__init__(
            f"Revision {revision} is half done, and step {number} returned rows that a second run "
            f"cannot have: {sql}\nFinish the revision by hand and note it with "
            f"`{typed('stamp')}`. Nothing more was run."
        )


class HalfDone(MigrationStopped):
    exit_code = INTEGRITY

    def __init__(self, revision: str, direction: str, asked: str) -> None:
        self.revision, self.direction, self.asked = revision, direction, asked
        super().__init__(
            f"Revision {revision} is half done ({direction}), so {asked} was not begun. Finish it "
            f"with `{typed(f'{direction} {revision}')}`; or undo its steps by hand and note where "
            f"the database then is with `{typed('stamp REVISION')}`, which forgets them."
        )


class IndexBeingBuilt(MigrationStopped):
    exit_code = LOCK_NOT_OBTAINED

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


class NotAWindow(MigrationStopped):
    exit_code = 2

    def __init__(self, text: str, why: str) -> None:
        self.text, self.why = text, why
        super().__init__(
            f"{text!r} is no window ({why}): write days, hours and a time zone, such as "
            '"Sun-Thu 01:00-05:00 America/Los_Angeles"; several with a semicolon between them.'
        )

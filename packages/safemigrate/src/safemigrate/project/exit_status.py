"""The exit statuses of all commands, and the error that stops a command on purpose.

Scripts rely on these statuses.  The README's table is generated from this file:

    python -m safemigrate.project.exit_status
"""

from __future__ import annotations

import sys
from enum import IntEnum

import click


class ExitStatus(IntEnum):
    """How a command ended; 1 and 2 mean the same as in Flask-Migrate and click."""

    meaning: str

    def __new__(cls, value: int, meaning: str) -> ExitStatus:
        """Return a status that knows what it means."""
        status = int.__new__(cls, value)
        status._value_ = value
        status.meaning = meaning
        return status

    DONE = 0, "done, or nothing to do"
    FAILED = 1, "failed; the message says what to do"
    USAGE = 2, "the command line is wrong"
    FINDINGS = 3, "a lint rule found something; a plan no longer holds, or blocks too long"
    DRIFT = 4, "the database differs from what its revisions make"
    LOCK_NOT_OBTAINED = 5, "could not get a lock, or the deployer lock, in time"
    OUTSIDE_WINDOW = 6, "outside the window"
    NOT_CONFIRMED = 7, "not confirmed: a slow statement, a protected database, a drop or a rename"
    INCOMPLETE = 8, "a backfill is incomplete: rows failed, or it was stopped"
    INTEGRITY = 9, "a revision file, a backup or the head file does not match what was recorded"


class MigrationStopped(click.ClickException):
    """Stops a command before it has done its work; str() is the message."""


def table() -> str:
    """Return the statuses as the README's table."""
    rows = [f"| {int(status)} | {status.meaning} |" for status in ExitStatus]
    return "\n".join(["| status | meaning |", "|---|---|", *rows, ""])


if __name__ == "__main__":
    sys.stdout.write(table())

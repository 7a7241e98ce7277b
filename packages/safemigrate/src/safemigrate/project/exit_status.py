"""The exit statuses of every command, and the error that stops one on purpose.

Whoever automates a command decides by its status.  The README's table is made from this file:

    python -m safemigrate.project.exit_status
"""

from __future__ import annotations

import sys
from enum import IntEnum

import click


class ExitStatus(IntEnum):
    """How a command ended; 2 and the meaning of 1 are click's and Flask-Migrate's."""

    meaning: str

    def __new__(cls, value: int, meaning: str) -> ExitStatus:
        """Return a status that knows what it means."""
        status = int.__new__(cls, value)
        status._value_ = value
        status.meaning = meaning
        return status

    DONE = 0, "done, also where nothing was to be done"
    FAILED = 1, "failed; the sentence says what to do"
    USAGE = 2, "the command line is wrong"
    FINDINGS = 3, "a lint rule found something; a plan no longer holds, or blocks too long"
    DRIFT = 4, "the database is not as its revisions make it"
    LOCK_NOT_OBTAINED = 5, "could not get a lock, or the deployer lock, in time"
    OUTSIDE_WINDOW = 6, "outside the window"
    NOT_CONFIRMED = 7, "not confirmed: a slow statement, a protected database, a drop or a rename"
    INCOMPLETE = 8, "a backfill is not complete: rows failed, or it was stopped"
    INTEGRITY = 9, "a revision file, a backup or the head file is not what it was"


class MigrationStopped(click.ClickException):
    """A command that stopped before it did what was asked; str() is the sentence."""


def table() -> str:
    """Return the statuses as the README's table."""
    rows = [f"| {int(status)} | {status.meaning} |" for status in ExitStatus]
    return "\n".join(["| status | meaning |", "|---|---|", *rows, ""])


if __name__ == "__main__":
    sys.stdout.write(table())

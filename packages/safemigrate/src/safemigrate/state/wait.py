"""`db wait`: let an application start when the database has the revisions that its code needs."""

from __future__ import annotations

import time

import click
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from safemigrate.postgres.durations import duration_words
from safemigrate.project.invocation import typed
from safemigrate.state.here import here

POLL = 1.0  # seconds


class NotReached(click.ClickException):
    """The time is over and the database lacks a revision."""

    def __init__(self, lacking: list[str], waited: float, unreachable: str | None) -> None:
        self.lacking, self.waited, self.unreachable = lacking, waited, unreachable
        why = f"could not be reached: {unreachable}" if unreachable else (
            f"has not had {', '.join(lacking)}: `{typed('upgrade')}` has not run, or has not ended"
        )  # fmt: skip
        super().__init__(
            f"After {duration_words(waited)} the database {why}. Wait longer with --timeout, or "
            f"see `{typed('status')}`."
        )


def wait_for(config: Config, revision: str, timeout: float) -> None:
    """Return when the database has had a revision; a database ahead of the code has.

    timeout  seconds; NotReached after them
    """
    script = ScriptDirectory.from_config(config)
    wanted = {each.revision for each in script.get_revisions(revision) if each}
    began = time.monotonic()
    told = False
    while True:
        lacking, unreachable = _lacking(config, wanted)
        waited = time.monotonic() - began
        if not lacking:
            return
        if waited >= timeout:
            raise NotReached(lacking, waited, unreachable)
        if not told:
            limit = duration_words(timeout)
            click.echo(f"Waiting for {', '.join(lacking)}, for {limit} at most.", err=True)
            told = True
        time.sleep(min(POLL, max(timeout - waited, 0)))


def _lacking(config: Config, wanted: set[str]) -> tuple[list[str], str | None]:
    try:
        return sorted(wanted - set(here(config).applied)), None
    except OperationalError as error:
        return sorted(wanted), str(error.orig).strip().splitlines()[0].rstrip(" ?.")

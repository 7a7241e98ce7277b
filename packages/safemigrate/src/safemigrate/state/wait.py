"""`db wait`: let an application start once the database has the revisions its code needs."""

from __future__ import annotations

import time

import click
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from safemigrate.postgres.durations import duration_words
from safemigrate.project.invocation import typed
from safemigrate.state.own_position import own_position

POLL = 1.0  # seconds


class NotReached(click.ClickException):
    """The timeout passed and the database still lacks a revision."""

    def __init__(self, lacking: list[str], waited: float, unreachable: str | None) -> None:
        self.lacking, self.waited, self.unreachable = lacking, waited, unreachable
        state = f"could not be reached: {unreachable}" if unreachable else (
            f"lacks {', '.join(lacking)}: `{typed('upgrade')}` has not run or has not finished"
        )  # fmt: skip
        super().__init__(
            f"After {duration_words(waited)} the database {state}. Wait longer with --timeout, or "
            f"check `{typed('status')}`."
        )


def wait_for(config: Config, revision: str, timeout: float) -> None:
    """Return once the database has a revision; one ahead of the code counts.

    timeout  seconds, then NotReached
    """
    script = ScriptDirectory.from_config(config)
    wanted = {item.revision for item in script.get_revisions(revision) if item}
    began = time.monotonic()
    announced = False
    while True:
        lacking, unreachable = _lacking(config, wanted)
        waited = time.monotonic() - began
        if not lacking:
            return
        if waited >= timeout:
            raise NotReached(lacking, waited, unreachable)
        if not announced:
            limit = duration_words(timeout)
            click.echo(f"Waiting up to {limit} for {', '.join(lacking)}.", err=True)
            announced = True
        time.sleep(min(POLL, max(timeout - waited, 0)))


def _lacking(config: Config, wanted: set[str]) -> tuple[list[str], str | None]:
    try:
        return sorted(wanted - set(own_position(config).applied)), None
    except OperationalError as error:
        return sorted(wanted), str(error.orig).strip().splitlines()[0].rstrip(" ?.")

"""Every sentence that stops `db test` itself, or one of its steps."""

from __future__ import annotations

import click

from safemigrate.project.invocation import typed
from safemigrate.project.sentences.revision_sentences import MIGRATE


class NoBudget(click.UsageError):
    """The check of the budget was asked for, and not how much it is."""

    def __init__(self) -> None:
        super().__init__("The check budget needs one: give --max-block 250ms, 2s or 1min.")


class NoMigrations(click.ClickException):
    """There is nothing to test."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        super().__init__(
            f"{folder} has no revision, so there is nothing to test. "
            f"`{typed(MIGRATE)}` writes the first."
        )


class TestRefused(click.ClickException):
    """A server refused something that the test needs."""

    def __init__(self, database: str, said: str) -> None:
        self.database, self.said = database, said
        super().__init__(
            f"The test came to a halt: {said}. It needs {database} for its settings, and a place "
            "for throw-away databases. Nothing was changed. Put that right and test again."
        )


class StepFailed(Exception):
    """A revision ended with an error on a throw-away database; rows says whether they caused it."""

    def __init__(self, said: str, *, rows: bool = False) -> None:
        self.said, self.rows = said, rows
        super().__init__(said)


class NotReached(Exception):
    """An earlier revision fails, so that this one cannot be tried."""

    def __init__(self, revision: str, failing: str) -> None:
        self.revision, self.failing = revision, failing
        super().__init__(f"{revision} was not tried, because {failing} before it does not go up.")

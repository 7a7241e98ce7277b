"""The errors that stop `db test` itself, or one of its steps."""

from __future__ import annotations

import click

from safemigrate.project.invocation import typed
from safemigrate.project.sentences.revision_sentences import MIGRATE


class NoBudget(click.UsageError):
    """The budget check was requested without a budget."""

    def __init__(self) -> None:
        super().__init__("The budget check needs a limit, such as --max-block 250ms, 2s or 1min.")


class NoMigrations(click.ClickException):
    """There is nothing to test."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        super().__init__(
            f"{folder} has no revision, so there is nothing to test. "
            f"`{typed(MIGRATE)}` writes the first."
        )


class TestRefused(click.ClickException):
    """PostgreSQL refused something that the test needs."""

    def __init__(self, database: str, cause: str) -> None:
        self.database, self.cause = database, cause
        super().__init__(
            f"The test stopped: {cause}. It needs {database} for its settings, and a server for "
            "throwaway databases. Nothing was changed. Fix that and test again."
        )


class StepFailed(Exception):
    """A revision failed on a throwaway database, perhaps because of the sample rows in it."""

    def __init__(self, sentence: str, *, caused_by_rows: bool = False) -> None:
        self.sentence, self.caused_by_rows = sentence, caused_by_rows
        super().__init__(sentence)


class NotReached(Exception):
    """An earlier revision fails, so this one cannot be tried."""

    def __init__(self, revision: str, failing: str) -> None:
        self.revision, self.failing = revision, failing
        super().__init__(f"{revision} was not tried because {failing}, before it, fails.")

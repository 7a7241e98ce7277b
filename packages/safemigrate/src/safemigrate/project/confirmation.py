"""The database's name, typed by a person who is about to lose something."""

from __future__ import annotations

import sys

import click

from safemigrate.project.exit_status import ExitStatus, MigrationStopped


class NameNotTyped(MigrationStopped):
    exit_code = ExitStatus.NOT_CONFIRMED

    def __init__(self, action: str, database: str) -> None:
        self.action, self.database = action, database
        super().__init__(
            f"{action} was not confirmed: the database's name is {database}. Type it when asked, "
            f"or give --yes {database}. Nothing was changed."
        )


def confirm(action: str, database: str, yes: str | None) -> None:
    """Return where the database's name was given or is typed now; NameNotTyped otherwise."""
    if yes is None and sys.stdin.isatty():
        yes = click.prompt(f"{action}. Type the database's name to go on", default="", err=True)
    if yes != database:
        raise NameNotTyped(action, database)

"""Asks a person to type the database's name before something is lost."""

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
            f"or add --yes {database}. Nothing was changed."
        )


def confirm(action: str, database: str, yes: str | None) -> None:
    """Return if --yes gave the database's name or it is typed now; else raise NameNotTyped."""
    if yes is None and sys.stdin.isatty():
        yes = click.prompt(f"{action}. Type the database's name to continue", default="", err=True)
    if yes != database:
        raise NameNotTyped(action, database)

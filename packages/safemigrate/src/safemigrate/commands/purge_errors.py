"""The error of `db purge` about an object that could not be dropped."""

from __future__ import annotations

import click


class NotPurged(click.ClickException):
    """PostgreSQL refused to drop the object."""

    def __init__(self, name: str, cause: str) -> None:
        self.name, self.cause = name, cause
        super().__init__(
            f"The {name} was not purged and is unchanged: {cause}\n"
            "Drop what depends on it, or wait for the sessions that use it, and run this again."
        )

"""What a safe operation refuses: its parts, and its sentence."""

from __future__ import annotations

import click


class PrecheckFailed(click.ClickException):
    """A revision found its data otherwise than it must be."""

    def __init__(self, revision: str, name: str, sql: str, found: str, expected: str) -> None:
        self.revision, self.name, self.sql = revision, name, sql
        self.found, self.expected = found, expected
        super().__init__(
            f"Revision {revision} stopped at its precheck {name!r}, which found {found} where "
            f"{expected} is expected:\n  {sql}\nMake it so in the data, and run the command again."
        )

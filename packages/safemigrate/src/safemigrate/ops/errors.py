"""What a safe operation refuses: its parts, and its sentence."""

from __future__ import annotations

from datetime import datetime

import click

from safemigrate.project.invocation import typed


class PrecheckFailed(click.ClickException):
    """A revision found its data otherwise than it must be."""

    def __init__(self, revision: str, name: str, sql: str, found: str, expected: str) -> None:
        self.revision, self.name, self.sql = revision, name, sql
        self.found, self.expected = found, expected
        super().__init__(
            f"Revision {revision} stopped at its precheck {name!r}, which found {found} where "
            f"{expected} is expected:\n  {sql}\nMake it so in the data, and run the command again."
        )


class SetAsidePurged(click.ClickException):
    """What a revision would bring back has been purged."""

    def __init__(self, revision: str, table: str, column: str | None, purged: datetime) -> None:
        self.revision, self.table, self.column, self.purged = revision, table, column, purged
        what = f"Column {table}.{column}" if column else f"Table {table}"
        super().__init__(
            f"{what} cannot be brought back: what {revision} set aside was purged on "
            f"{purged:%Y-%m-%d %H:%M}. Its rows are in backups from before "
            f"(`{typed('backups')}`); to have it back empty, write a revision that adds it."
        )

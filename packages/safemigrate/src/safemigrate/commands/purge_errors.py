"""Why something that was set aside is still there: its parts, and its sentence."""

from __future__ import annotations

import click


class NotPurged(click.ClickException):
    """PostgreSQL did not drop it."""

    def __init__(self, what: str, said: str) -> None:
        self.what, self.said = what, said
        super().__init__(
            f"The {what} was not purged, and is kept as it was: {said}\n"
            "Drop what uses it, or let who uses it end, and run this again."
        )

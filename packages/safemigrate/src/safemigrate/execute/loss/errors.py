"""What stops a downgrade before it begins."""

from __future__ import annotations

import click


class NoWayBack(click.ClickException):
    """A revision's own downgrade() says that there is none."""

    def __init__(self, revision: str, why: str) -> None:
        self.revision, self.why = revision, why
        super().__init__(
            f"Revision {revision} cannot be taken back: "
            f"{why.rstrip('.') or 'its downgrade() says so'}. Nothing was changed."
        )

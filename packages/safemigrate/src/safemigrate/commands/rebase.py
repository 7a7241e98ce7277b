"""`db rebase`: moves a revision that nobody else has yet after another one."""

from __future__ import annotations

import click

from safemigrate.project.configuration import configured
from safemigrate.project.published import GitRefused
from safemigrate.testing.teams import rebase as rebasing


def rebase(
    directory: str | None, revision: str, *, onto: str | None, since: str | None
) -> list[rebasing.Move]:
    """Move a revision and its followers after another one; return the moves."""
    with configured(directory) as config:
        try:
            return rebasing.rebase(config, revision, onto=onto, since=since)
        except GitRefused as error:
            raise click.ClickException(str(error)) from error

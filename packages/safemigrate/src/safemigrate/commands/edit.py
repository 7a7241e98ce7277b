"""`db edit`: a revision file in the editor that EDITOR names."""

from __future__ import annotations


def edit(directory: str | None = None, revision: str = "current") -> None:
    """Open a revision file in the editor that EDITOR names."""
    from alembic import command

    from safemigrate.project.configuration import configured

    with configured(directory) as config:
        command.edit(config, revision)

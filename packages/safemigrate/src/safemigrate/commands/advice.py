"""The messages of a command that did nothing: what that means, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app

from safemigrate.autogenerate.migrate_errors import no_models
from safemigrate.project.invocation import typed
from safemigrate.project.mounted import mounted
from safemigrate.project.sentences.place import shown
from safemigrate.project.way_back import has_way_back

if TYPE_CHECKING:
    from alembic.script import Script


def say_what_no_change_means() -> None:
    """Print to stderr why no revision file was written."""
    click.echo(no_change_sentence(), err=True)


def no_change_sentence() -> str:
    """Return what to check if autogenerate found no difference."""
    db = mounted().db
    metadatas = db.metadatas.values() if hasattr(db, "metadatas") else [db.metadata]
    tables = sum(len(metadata.tables) for metadata in metadatas)
    if not tables:
        return no_models(current_app.import_name)
    count = "1 table" if tables == 1 else f"{tables} tables"
    return (
        f"No file was written: the models ({count}) match the database. If you did change a model, "
        "check that the application imports its module, that it inherits from db.Model, and that "
        "nothing else (such as create_all) created the table."
    )


def say_what_has_no_way_back(written: Sequence[Script]) -> None:
    """Print to stderr each new revision file without a downgrade."""
    for script in written:
        if not has_way_back(Path(script.path)):
            click.echo(
                f"{shown(script.path)} cannot be downgraded: its downgrade() does nothing. Write "
                "what undoes upgrade() there.",
                err=True,
            )


def say_that_nothing_merges(revisions: tuple[str, ...]) -> None:
    """Print to stderr why no merge revision was written."""
    name_list = " ".join(revisions)
    reason = f"{name_list} is one revision" if name_list else "no revision was named"
    if name_list == "heads":
        reason = "there are not two heads"
    click.echo(
        f"No file was written: {reason}, but a merge joins two or more. "
        f"`{typed('heads')}` lists them.",
        err=True,
    )

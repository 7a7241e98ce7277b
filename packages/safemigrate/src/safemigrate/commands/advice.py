"""What a command that did nothing says last: what that means, and what to do."""

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
    """Say why no revision file was written, on the error stream."""
    click.echo(no_change_sentence(), err=True)


def no_change_sentence() -> str:
    """Return what to look at where autogenerate found no difference."""
    db = mounted().db
    known = db.metadatas.values() if hasattr(db, "metadatas") else [db.metadata]
    tables = sum(len(metadata.tables) for metadata in known)
    if not tables:
        return no_models(current_app.import_name)
    count = "1 table" if tables == 1 else f"{tables} tables"
    return (
        f"No file was written: the models ({count}) and the database agree. If you did change a "
        "model: is its module imported where the application is made, does it inherit from "
        "db.Model, and did nothing else (such as create_all) make the table?"
    )


def say_what_has_no_way_back(written: Sequence[Script]) -> None:
    """Name each revision file that was written without a way back, on the error stream."""
    for script in written:
        if not has_way_back(Path(script.path)):
            click.echo(
                f"{shown(script.path)} cannot be taken back: its downgrade() does nothing. Write "
                "what undoes upgrade() there.",
                err=True,
            )


def say_that_nothing_merges(revisions: tuple[str, ...]) -> None:
    """Say why no merge revision was written, on the error stream."""
    named = " ".join(revisions)
    subject = f"{named} is one revision" if named else "no revision was named"
    if named == "heads":
        subject = "there are not two heads"
    click.echo(
        f"No file was written: {subject}, and a merge joins two or more. "
        f"`{typed('heads')}` lists them.",
        err=True,
    )

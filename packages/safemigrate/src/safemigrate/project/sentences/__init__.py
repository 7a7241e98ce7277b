"""The messages of failed commands, composed from the errors that stopped them."""

from __future__ import annotations

from safemigrate.project.sentences import database_sentences as database
from safemigrate.project.sentences import environment_sentences as environment
from safemigrate.project.sentences import file_sentences as files
from safemigrate.project.sentences import revision_sentences as revisions


def sentence_for(error: Exception) -> str | None:
    """Return what happened, where and what to do, or None for an unexpected error."""
    return (
        revisions.sentence(error)
        or database.sentence(error)
        or environment.sentence(error)
        or files.sentence(error)
        or (str(error) if isinstance(error, RuntimeError) else None)
    )

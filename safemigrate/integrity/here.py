"""The position of the application's own database, for commands that only look."""

from __future__ import annotations

from alembic.config import Config
from alembic.script import ScriptDirectory

from safemigrate.configuration import mounted
from safemigrate.execute.own_session import own_session
from safemigrate.integrity.position import Position, position
from safemigrate.integrity.sources import kept_sources


def here(config: Config) -> Position:
    """Return the position of the application's default database."""
    script = ScriptDirectory.from_config(config)
    with own_session() as session:
        return position(script, session, mounted().version_table)


def kept_source(revision: str) -> str | None:
    """Return the file of an applied revision as the database keeps it, or None."""
    with own_session() as session:
        found = kept_sources(session, mounted().version_table).get(revision)
    return found.source if found else None

"""The position of the application's own database, and what that keeps of its revisions."""

from __future__ import annotations

from alembic.config import Config
from alembic.script import ScriptDirectory

from safemigrate.journal.schema import make_schema
from safemigrate.journal.sources import Source, keep, kept_sources
from safemigrate.project.configuration import configured
from safemigrate.project.mounted import mounted
from safemigrate.project.own_session import own_session
from safemigrate.state.position import Position, heads_of, position


def here(config: Config) -> Position:
    """Return the position of the application's default database."""
    script = ScriptDirectory.from_config(config)
    with own_session() as session:
        return position(script, session, mounted().version_table)


def kept_source(directory: str | None, name: str) -> Source | None:
    """Return what the database keeps of a revision; None where it keeps nothing.

    name  an id or its beginning, "head" for the newest file's, "current" for the database's
    """
    with own_session() as session:
        table = mounted().version_table
        kept = kept_sources(session, table)
        names = [name]
        if name == "current":
            names = list(heads_of(session, table))
        elif name in {"head", "heads"}:
            with configured(directory) as config:
                names = list(ScriptDirectory.from_config(config).get_heads())
    found = [kept[each] for each in names if each in kept]
    found = found or [each for each in kept.values() if each.revision.startswith(name)]
    return found[0] if len(found) == 1 else None


def keep_files(config: Config) -> list[str]:
    """Keep today's files of applied revisions of which nothing is kept; return those revisions.

    Nothing is kept where safemigrate's schema cannot be made, nor outside of PostgreSQL.
    """
    if mounted().db.engine.dialect.name != "postgresql":
        return []
    script = ScriptDirectory.from_config(config)
    table = mounted().version_table
    with own_session() as session:
        at = position(script, session, table)
        unkept = [each for each in at.applied if each not in {*at.sources, *at.gone}]
        if not unkept or make_schema(session) is not None:
            return []
        for revision in unkept:
            keep(session, table, revision, script)
    return unkept

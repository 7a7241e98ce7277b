"""The position of the application's own database, and the revision files stored in it."""

from __future__ import annotations

from alembic.config import Config
from alembic.script import ScriptDirectory

from safemigrate.journal.schema import make_schema
from safemigrate.journal.sources import Source, keep, kept_sources
from safemigrate.project.configuration import configured
from safemigrate.project.mounted import mounted
from safemigrate.project.own_session import own_session
from safemigrate.state.position import Position, heads_of, position_of


def own_position(config: Config) -> Position:
    """Return the position of the application's default database."""
    script = ScriptDirectory.from_config(config)
    with own_session() as session:
        return position_of(script, session, mounted().version_table)


def kept_source(directory: str | None, name: str) -> Source | None:
    """Return the revision file that the database keeps; None if it keeps none.

    name  an id or its beginning, "head" for the newest file, "current" for the database's revision
    """
    with own_session() as session:
        table = mounted().version_table
        sources = kept_sources(session, table)
        names = [name]
        if name == "current":
            names = list(heads_of(session, table))
        elif name in {"head", "heads"}:
            with configured(directory) as config:
                names = list(ScriptDirectory.from_config(config).get_heads())
    matches = [sources[revision] for revision in names if revision in sources]
    matches = matches or [s for s in sources.values() if s.revision.startswith(name)]
    return matches[0] if len(matches) == 1 else None


def keep_files(config: Config) -> list[str]:
    """Store the current files of applied revisions that have none stored; return those revisions.

    Stores nothing if safemigrate's schema cannot be created, or outside PostgreSQL.
    """
    if mounted().db.engine.dialect.name != "postgresql":
        return []
    script = ScriptDirectory.from_config(config)
    table = mounted().version_table
    with own_session() as session:
        position = position_of(script, session, table)
        excluded = {*position.sources, *position.without_file}
        unkept = [revision for revision in position.applied if revision not in excluded]
        if not unkept or make_schema(session) is not None:
            return []
        for revision in unkept:
            keep(session, table, revision, script)
    return unkept

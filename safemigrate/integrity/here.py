"""The position of the application's own database, for commands that only look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic.config import Config
from alembic.script import ScriptDirectory

from safemigrate.configuration import mounted
from safemigrate.execute.address import default_engine, direct_address
from safemigrate.execute.session import Session
from safemigrate.integrity.position import Position, position
from safemigrate.integrity.sources import kept_sources


def version_table() -> str:
    """Return the name under which this database's runs and sources are kept."""
    settings = mounted().configure_args
    table, schema = settings.get("version_table", "alembic_version"), settings.get(
        "version_table_schema"
    )  # fmt: skip
    return f"{schema}.{table}" if schema else str(table)


@contextmanager
def own_session() -> Iterator[Session]:
    """Lend a session on the application's default database."""
    extension = mounted()
    with direct_address(extension):
        session = Session(default_engine(extension.db))
        try:
            yield session
        finally:
            session.close()


def here(config: Config) -> Position:
    """Return the position of the application's default database."""
    script = ScriptDirectory.from_config(config)
    with own_session() as session:
        return position(script, session, version_table())


def kept_source(revision: str) -> str | None:
    """Return the file of an applied revision as the database keeps it, or None."""
    with own_session() as session:
        found = kept_sources(session, version_table()).get(revision)
    return found.source if found else None

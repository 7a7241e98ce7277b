"""The files of applied revisions, stored in the database as they were when applied."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alembic.script import ScriptDirectory

from safemigrate.journal.schema import has_schema
from safemigrate.journal.step import digest
from safemigrate.postgres.alembic_private import down_revisions
from safemigrate.postgres.session import Session

_SAVE = """
INSERT INTO _migrate.sources (version_table, revision, follows, file, sha256, source)
VALUES (:version_table, :revision, :follows, :file, :sha256, :source)
ON CONFLICT (version_table, revision) DO UPDATE SET follows = excluded.follows,
    file = excluded.file, sha256 = excluded.sha256, source = excluded.source,
    kept = clock_timestamp()
"""
_ROWS = """
SELECT revision, follows, file, sha256, source FROM _migrate.sources
WHERE version_table = :version_table ORDER BY kept, revision
"""


@dataclass(frozen=True)
class Source:
    """A revision's file as it was when applied.

    follows  its down_revisions
    file     the file's name without its folder
    """

    revision: str
    follows: tuple[str, ...]
    file: str
    sha256: str
    source: str


def keep(session: Session, version_table: str, revision: str, script: ScriptDirectory) -> None:
    """Store a revision's file in the database; it replaces the one stored earlier."""
    applied = script.get_revision(revision)
    file = Path(applied.path)
    text = file.read_text()
    session.rows(
        _SAVE,
        version_table=version_table,
        revision=revision,
        follows=list(down_revisions(applied)),
        file=file.name,
        sha256=digest(text),
        source=text,
    )


def kept_sources(session: Session, version_table: str) -> dict[str, Source]:
    """Return the stored files by revision; none if the database has none yet."""
    if not has_schema(session) or session.value("SELECT to_regclass('_migrate.sources')") is None:
        return {}
    rows = session.rows(_ROWS, version_table=version_table)
    return {row[0]: Source(row[0], tuple(row[1]), *row[2:]) for row in rows}

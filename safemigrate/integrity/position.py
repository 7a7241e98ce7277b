"""Where a database is, and which of its applied revisions have another file now, or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory

from safemigrate.execute.session import Session
from safemigrate.execute.step import digest
from safemigrate.integrity.sources import Source, kept_sources


@dataclass(frozen=True)
class Position:
    """A database against a folder of revisions.

    heads    what its version table says
    applied  every revision up to there, newest first
    edited   applied, and the file is not as it was then
    missing  applied, no file has it, and files follow it
    foreign  applied, no file has it and none follows it: another branch's, as a rule
    pending  the revisions to come, oldest first
    """

    heads: tuple[str, ...]
    applied: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)

    @property
    def gone(self) -> list[str]:
        """The applied revisions that no file has."""
        return [*self.foreign, *self.missing]


def heads_of(session: Session, version_table: str) -> tuple[str, ...]:
    """Return what the version table says, sorted; nothing where there is none.

    env.py is not asked: it would say on the way what Alembic is about to do.
    """
    if session.value("SELECT to_regclass(:table)", table=version_table) is None:
        return ()
    name = version_table
    rows = session.rows(f"SELECT {name}.version_num \nFROM {name}")
    return tuple(sorted(str(row[0]) for row in rows))


def position(script: ScriptDirectory, session: Session, version_table: str) -> Position:
    """Return where the database is, from its version table and what it keeps."""
    heads = heads_of(session, version_table)
    sources = kept_sources(session, version_table)
    files = {each.revision: each for each in script.walk_revisions()}
    applied = _applied(heads, files, sources)
    followed = {name for each in files.values() for name in each._all_down_revisions}
    gone = [revision for revision in applied if revision not in files]
    return Position(
        heads,
        applied,
        [
            revision
            for revision in applied
            if revision in files
            and revision in sources
            and digest(Path(files[revision].path).read_text()) != sources[revision].sha256
        ],
        [revision for revision in gone if revision in followed],
        [revision for revision in gone if revision not in followed],
        [revision for revision in reversed(list(files)) if revision not in applied],
        sources,
    )


def _applied(
    heads: tuple[str, ...], files: dict[str, Any], sources: dict[str, Source]
) -> list[str]:
    found: list[str] = []
    ahead = list(heads)
    while ahead:
        revision = ahead.pop(0)
        if revision in found:
            continue
        found.append(revision)
        if revision in files:
            ahead += files[revision]._all_down_revisions
        elif revision in sources:
            ahead += sources[revision].follows
    return found

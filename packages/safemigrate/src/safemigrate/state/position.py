"""Which revision a database is at, and which applied revisions have a changed file or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from alembic.script import ScriptDirectory

from safemigrate.journal.sources import Source, kept_sources
from safemigrate.journal.step import digest
from safemigrate.postgres.alembic_private import all_down_revisions, version_folders
from safemigrate.postgres.session import Session
from safemigrate.project.revision_file import read_files


@dataclass(frozen=True)
class LinkedFile:
    """A revision's file and the revisions that it follows."""

    file: Path
    follows: tuple[str, ...]


@dataclass(frozen=True)
class Position:
    """A database compared with a folder of revisions.

    heads    the revisions in its version table
    applied  every revision up to those, newest first
    edited   applied, and the file has changed since
    missing  applied, without a file, and other files follow it
    foreign  applied, without a file, and no file follows it: usually another branch's
    pending  the revisions not applied yet, oldest first
    newest   the revisions that no file follows
    files    every revision that has a file
    """

    heads: tuple[str, ...]
    applied: list[str]
    edited: list[str]
    missing: list[str]
    foreign: list[str]
    pending: list[str]
    newest: list[str]
    files: dict[str, LinkedFile]
    sources: dict[str, Source] = field(default_factory=dict)

    @property
    def without_file(self) -> list[str]:
        """The applied revisions without a file."""
        return [*self.foreign, *self.missing]


def heads_of(session: Session, version_table: str) -> tuple[str, ...]:
    """Return the revisions in the version table, sorted; none if there is no such table.

    This does not run env.py, which would log what Alembic is about to do.
    """
    if session.value("SELECT to_regclass(:table)", table=version_table) is None:
        return ()
    name = version_table
    rows = session.rows(f"SELECT {name}.version_num \nFROM {name}")
    return tuple(sorted(str(row[0]) for row in rows))


def position_of(script: ScriptDirectory, session: Session, version_table: str) -> Position:
    """Return the database's position, from its version table and the sources kept in it."""
    heads = heads_of(session, version_table)
    sources = kept_sources(session, version_table)
    files = _files(script, sources)
    applied = _applied(heads, files, sources)
    followed = {name for linked in files.values() for name in linked.follows}
    without_file = [revision for revision in applied if revision not in files]
    edited = [
        revision
        for revision in applied
        if revision in files
        and revision in sources
        and digest(files[revision].file.read_text()) != sources[revision].sha256
    ]
    return Position(
        heads=heads,
        applied=applied,
        edited=edited,
        missing=[revision for revision in without_file if revision in followed],
        foreign=[revision for revision in without_file if revision not in followed],
        pending=[revision for revision in files if revision not in applied],
        newest=sorted(files.keys() - followed),
        files=files,
        sources=sources,
    )


def _files(script: ScriptDirectory, sources: dict[str, Source]) -> dict[str, LinkedFile]:
    """Return every revision that has a file, oldest first.

    Alembic raises KeyError if a file follows a revision without a file.
    """
    try:
        walked = list(script.walk_revisions())
    except KeyError:
        read = [file for place in version_folders(script) for file in read_files(Path(place))]
        files = {
            file.revision: LinkedFile(file.file, file.follows) for file in read if file.revision
        }
        lacking = {name for linked in files.values() for name in linked.follows} - files.keys()
        if lacking - sources.keys():
            raise  # no kept source can replace the file
        return dict(_in_order(files))
    return {
        revision.revision: LinkedFile(Path(revision.path), all_down_revisions(revision))
        for revision in reversed(walked)
    }


def _in_order(files: dict[str, LinkedFile]) -> list[tuple[str, LinkedFile]]:
    ordered: list[tuple[str, LinkedFile]] = []
    rest = dict(files)
    while rest:
        ready = [name for name, linked in rest.items() if not rest.keys() & set(linked.follows)]
        if not ready:
            return [*ordered, *rest.items()]  # a cycle, which Alembic reports
        ordered += [(name, rest.pop(name)) for name in ready]
    return ordered


def _applied(
    heads: tuple[str, ...], files: dict[str, LinkedFile], sources: dict[str, Source]
) -> list[str]:
    applied: list[str] = []
    ahead = list(heads)
    while ahead:
        revision = ahead.pop(0)
        if revision in applied:
            continue
        applied.append(revision)
        if revision in files:
            ahead += files[revision].follows
        elif revision in sources:
            ahead += sources[revision].follows
    return applied

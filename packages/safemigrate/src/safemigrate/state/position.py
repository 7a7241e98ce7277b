"""Where a database is, and which of its applied revisions have another file now, or none."""

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
class Linked:
    """A revision's file, and the revisions that it follows."""

    file: Path
    follows: tuple[str, ...]


@dataclass(frozen=True)
class Position:
    """A database against a folder of revisions.

    heads    what its version table says
    applied  every revision up to there, newest first
    edited   applied, and the file is not as it was then
    missing  applied, no file has it, and files follow it
    foreign  applied, no file has it and none follows it: another branch's, as a rule
    pending  the revisions to come, oldest first
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
    files: dict[str, Linked]
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
    files = _files(script, sources)
    applied = _applied(heads, files, sources)
    followed = {name for each in files.values() for name in each.follows}
    gone = [revision for revision in applied if revision not in files]
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
        missing=[revision for revision in gone if revision in followed],
        foreign=[revision for revision in gone if revision not in followed],
        pending=[revision for revision in files if revision not in applied],
        newest=sorted(files.keys() - followed),
        files=files,
        sources=sources,
    )


def _files(script: ScriptDirectory, sources: dict[str, Source]) -> dict[str, Linked]:
    """Return every revision that has a file, oldest first.

    Alembic raises KeyError where a file follows a revision that has none.
    """
    try:
        walked = list(script.walk_revisions())
    except KeyError:
        read = [each for place in version_folders(script) for each in read_files(Path(place))]
        found = {each.revision: Linked(each.file, each.follows) for each in read if each.revision}
        lacking = {name for each in found.values() for name in each.follows} - found.keys()
        if lacking - sources.keys():
            raise  # nothing was kept that could stand in for the file
        return dict(_in_order(found))
    return {
        each.revision: Linked(Path(each.path), all_down_revisions(each))
        for each in reversed(walked)
    }


def _in_order(found: dict[str, Linked]) -> list[tuple[str, Linked]]:
    ordered: list[tuple[str, Linked]] = []
    left = dict(found)
    while left:
        ready = [name for name, each in left.items() if not left.keys() & set(each.follows)]
        if not ready:
            return [*ordered, *left.items()]  # a circle, which Alembic names
        ordered += [(name, left.pop(name)) for name in ready]
    return ordered


def _applied(
    heads: tuple[str, ...], files: dict[str, Linked], sources: dict[str, Source]
) -> list[str]:
    found: list[str] = []
    ahead = list(heads)
    while ahead:
        revision = ahead.pop(0)
        if revision in found:
            continue
        found.append(revision)
        if revision in files:
            ahead += files[revision].follows
        elif revision in sources:
            ahead += sources[revision].follows
    return found

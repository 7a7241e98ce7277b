"""Moves a revision that nobody else has yet after another one, with all its followers.

Refuses if the published branch has its file, or if it is applied to the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import rev_id

from safemigrate.journal.sources import kept_sources
from safemigrate.journal.step import digest
from safemigrate.postgres.alembic_private import version_folders
from safemigrate.postgres.session import Session
from safemigrate.project.head_file import write_heads
from safemigrate.project.mounted import mounted
from safemigrate.project.own_session import own_session
from safemigrate.project.revision_file import RevisionFile, heads_of_files, read_files
from safemigrate.project.revision_ids import is_numbered, number_after
from safemigrate.project.sentences.place import shown
from safemigrate.state.position import heads_of
from safemigrate.testing.teams.rewrite import renamed, rewritten
from safemigrate.testing.teams.team_errors import (
    AlreadyApplied,
    AlreadyPublished,
    AmbiguousName,
    IsAMerge,
    NoFile,
    NothingToFollow,
)
from safemigrate.testing.teams.upstream import Upstream, upstream


@dataclass(frozen=True)
class Move:
    """One revision's move.

    was, file, before        its old id, file and down_revision; blank if it is the first
    revision, path, follows  the new ones
    """

    was: str
    file: Path
    before: str
    revision: str
    path: Path
    follows: str


def rebase(config: Config, name: str, *, onto: str | None, since: str | None) -> list[Move]:
    """Move a revision, named by id or file, with its followers; return the moves.

    onto   the revision to follow; None for the only other head
    since  the published branch; None for the usual names
    """
    script = ScriptDirectory.from_config(config)
    files = [file for place in version_folders(script) for file in read_files(Path(place))]
    others = upstream(Path(script.dir), since)
    first = _file_named(files, name)
    moving = _with_followers(first, files, others)
    rest = [file for file in files if file not in moving]
    follows = _target(rest, onto, first)
    for file in moving:
        if others.has(file.file):
            raise AlreadyPublished(_id(file), shown(file.file), others.ref)
    _refuse_applied(moving, files)
    if first.follows == (follows,) and _id(first) not in {file.revision for file in rest}:
        return []
    moves = _moves(moving, rest, follows, numbered=is_numbered(config))
    _write(moves)
    write_heads(config)
    return moves


def _id(file: RevisionFile) -> str:
    assert file.revision is not None, "only files with an id are named"  # noqa: S101 (for mypy)
    return file.revision


def _file_named(files: Sequence[RevisionFile], name: str) -> RevisionFile:
    """Return the file with this path, id, or beginning of an id."""
    matches = [
        file for file in files if file.revision and file.file.resolve() == Path(name).resolve()
    ]
    matches = matches or [file for file in files if file.revision == name]
    matches = matches or [
        file for file in files if file.revision and file.revision.startswith(name)
    ]
    if not matches:
        raise NoFile(name)
    if len(matches) > 1:
        raise AmbiguousName(name, [shown(file.file) for file in matches])
    return matches[0]


def _with_followers(
    first: RevisionFile, files: Sequence[RevisionFile], others: Upstream
) -> list[RevisionFile]:
    """Return a revision and all its followers, each after the one that it follows.

    If two revisions have the same id, published followers belong to the published one.
    """
    ids = [file.revision for file in files]
    moving = [first]
    for file in moving:
        duplicated = ids.count(file.revision) > 1
        for follower in files:
            if file.revision not in follower.follows or follower in moving:
                continue
            if duplicated and not others.ref:
                raise AmbiguousName(_id(file), [shown(follower.file)])
            if not (duplicated and others.has(follower.file)):
                moving.append(follower)
    for file in moving:
        if len(file.follows) > 1:
            raise IsAMerge(_id(file), shown(file.file), file.follows)
    return moving


def _target(rest: Sequence[RevisionFile], onto: str | None, first: RevisionFile) -> str:
    heads = heads_of_files(list(rest))
    if onto is None and len(heads) == 1:
        return heads[0]
    if onto is not None and onto in {file.revision for file in rest}:
        return onto
    raise NothingToFollow(_id(first), onto, heads)


def _refuse_applied(moving: Sequence[RevisionFile], files: Sequence[RevisionFile]) -> None:
    """Raise AlreadyApplied if one of them is applied to the application's database."""
    with own_session() as session:
        table = mounted().version_table
        sources = kept_sources(session, table)
        applied = _applied(session, table, files)
        for file in moving:
            source = sources.get(_id(file))
            unchanged = source is None or file.file.name == source.file
            unchanged = unchanged or (
                source is not None and digest(file.file.read_text()) == source.sha256
            )
            if file.revision in applied and unchanged:
                database = str(session.value("SELECT current_database()"))
                raise AlreadyApplied(_id(file), shown(file.file), database)


def _applied(session: Session, table: str, files: Sequence[RevisionFile]) -> set[str]:
    applied: set[str] = set()
    ahead = list(heads_of(session, table))
    while ahead:
        revision = ahead.pop()
        if revision not in applied:
            applied.add(revision)
            ahead += [name for file in files if file.revision == revision for name in file.follows]
    return applied


def _moves(
    moving: Sequence[RevisionFile], rest: Sequence[RevisionFile], follows: str, *, numbered: bool
) -> list[Move]:
    """Return the moves; a revision keeps its id unless it is taken or ids are sequential."""
    taken = [file.revision for file in rest if file.revision]
    ids: dict[str, str] = {}
    for file in moving:
        old_id = _id(file)
        ids[old_id] = number_after(taken) if numbered else rev_id() if old_id in taken else old_id
        taken.append(ids[old_id])
    return [
        Move(
            was=_id(file),
            file=file.file,
            before=file.follows[0] if file.follows else "",
            revision=ids[_id(file)],
            path=renamed(file.file, _id(file), ids[_id(file)]),
            follows=ids[file.follows[0]] if place else follows,
        )
        for place, file in enumerate(moving)
    ]


def _write(moves: Sequence[Move]) -> None:
    ids = {move.was: move.revision for move in moves}
    texts = [rewritten(m.file.read_text(), ids, (m.follows, m.before)) for m in moves]
    for move, text in zip(moves, texts, strict=True):
        move.path.write_text(text)
    for file in {move.file for move in moves} - {move.path for move in moves}:
        file.unlink()

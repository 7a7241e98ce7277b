"""A revision that nobody else has yet is put after another, with all that follow it.

Refused where the branch that is published has its file, or the database has had it.
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
    IsAMerge,
    NoFile,
    NothingToFollow,
    Unclear,
)
from safemigrate.testing.teams.upstream import Upstream, upstream


@dataclass(frozen=True)
class Move:
    """One revision's move.

    was, file, before   its id, file and what it follows until now; blank where it is the first
    revision, path, follows  the same from now on
    """

    was: str
    file: Path
    before: str
    revision: str
    path: Path
    follows: str


def rebase(config: Config, named: str, *, onto: str | None, since: str | None) -> list[Move]:
    """Move a revision, by id or file, with what follows it; return the moves, if there are any.

    onto   what it is to follow; None for the one newest revision besides its own branch
    since  the branch that is published; None for the usual names
    """
    script = ScriptDirectory.from_config(config)
    files = [each for place in version_folders(script) for each in read_files(Path(place))]
    others = upstream(Path(script.dir), since)
    first = _named(files, named)
    moving = _with_followers(first, files, others)
    rest = [each for each in files if each not in moving]
    follows = _target(rest, onto, first)
    for each in moving:
        if others.has(each.file):
            raise AlreadyPublished(_id(each), shown(each.file), others.ref)
    _refuse_applied(moving, files)
    if first.follows == (follows,) and _id(first) not in {each.revision for each in rest}:
        return []
    moves = _moves(moving, rest, follows, numbered=is_numbered(config))
    _write(moves)
    write_heads(config)
    return moves


def _id(file: RevisionFile) -> str:
    assert file.revision is not None, "only files with an id are named"  # noqa: S101 (for mypy)
    return file.revision


def _named(files: Sequence[RevisionFile], named: str) -> RevisionFile:
    """Return the file that was named by its path, its id, or the beginning of its id."""
    found = [e for e in files if e.revision and e.file.resolve() == Path(named).resolve()]
    found = found or [e for e in files if e.revision == named]
    found = found or [e for e in files if e.revision and e.revision.startswith(named)]
    if not found:
        raise NoFile(named)
    if len(found) > 1:
        raise Unclear(named, [shown(each.file) for each in found])
    return found[0]


def _with_followers(
    first: RevisionFile, files: Sequence[RevisionFile], others: Upstream
) -> list[RevisionFile]:
    """Return a revision and all that follow it, each after what it follows.

    Of two revisions with one id, what is published follows the published one.
    """
    ids = [each.revision for each in files]
    moving = [first]
    for each in moving:
        twice = ids.count(each.revision) > 1
        for follower in files:
            if each.revision not in follower.follows or follower in moving:
                continue
            if twice and not others.ref:
                raise Unclear(_id(each), [shown(follower.file)])
            if not (twice and others.has(follower.file)):
                moving.append(follower)
    for each in moving:
        if len(each.follows) > 1:
            raise IsAMerge(_id(each), shown(each.file), each.follows)
    return moving


def _target(rest: Sequence[RevisionFile], onto: str | None, first: RevisionFile) -> str:
    heads = heads_of_files(list(rest))
    if onto is None and len(heads) == 1:
        return heads[0]
    if onto is not None and onto in {each.revision for each in rest}:
        return onto
    raise NothingToFollow(_id(first), onto, heads)


def _refuse_applied(moving: Sequence[RevisionFile], files: Sequence[RevisionFile]) -> None:
    """Raise AlreadyApplied where the application's database has had one of them."""
    with own_session() as session:
        table = mounted().version_table
        sources = kept_sources(session, table)
        applied = _applied(session, table, files)
        for each in moving:
            kept = sources.get(_id(each))
            same = kept is None or each.file.name == kept.file
            same = same or (kept is not None and digest(each.file.read_text()) == kept.sha256)
            if each.revision in applied and same:
                database = str(session.value("SELECT current_database()"))
                raise AlreadyApplied(_id(each), shown(each.file), database)


def _applied(session: Session, table: str, files: Sequence[RevisionFile]) -> set[str]:
    found: set[str] = set()
    ahead = list(heads_of(session, table))
    while ahead:
        revision = ahead.pop()
        if revision not in found:
            found.add(revision)
            ahead += [name for each in files if each.revision == revision for name in each.follows]
    return found


def _moves(
    moving: Sequence[RevisionFile], rest: Sequence[RevisionFile], follows: str, *, numbered: bool
) -> list[Move]:
    """Return the moves; a revision keeps its id unless another has it or ids are numbers."""
    taken = [each.revision for each in rest if each.revision]
    ids: dict[str, str] = {}
    for each in moving:
        was = _id(each)
        ids[was] = number_after(taken) if numbered else rev_id() if was in taken else was
        taken.append(ids[was])
    return [
        Move(
            was=_id(each),
            file=each.file,
            before=each.follows[0] if each.follows else "",
            revision=ids[_id(each)],
            path=renamed(each.file, _id(each), ids[_id(each)]),
            follows=ids[each.follows[0]] if place else follows,
        )
        for place, each in enumerate(moving)
    ]


def _write(moves: Sequence[Move]) -> None:
    ids = {each.was: each.revision for each in moves}
    texts = [rewritten(m.file.read_text(), ids, (m.follows, m.before)) for m in moves]
    for move, text in zip(moves, texts, strict=True):
        move.path.write_text(text)
    for file in {move.file for move in moves} - {move.path for move in moves}:
        file.unlink()

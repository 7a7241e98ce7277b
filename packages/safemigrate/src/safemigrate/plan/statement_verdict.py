"""What PostgreSQL did for one statement."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from safemigrate.plan.snapshot import Relation, Snapshot
from safemigrate.postgres.locks import SHORT, Lock, strongest

# The server's DEBUG1 messages about its work, the same in PostgreSQL 12 and later.
_REWRITING = re.compile(r'rewriting table "(.+)"')
_VERIFYING = re.compile(r'verifying table "(.+)"')
_BUILDING = re.compile(r'building index "(.+?)" on table "(.+?)"')
_CHECKING = re.compile(r'validating foreign key constraint "(.+)"')
_PROVED = re.compile(
    r'existing constraints on column "(.+?)"?\."?.+" are sufficient'
    r'|partition constraint for table "(.+?)" is implied'
)
_TWIN = re.compile(r"_ccnew\d*$")
_SCANNABLE = {"r", "m"}


@dataclass(frozen=True)
class Check:
    """A foreign key for which every row was looked up."""

    constraint: str
    table: str
    refers: str


@dataclass(frozen=True)
class Build:
    """An index that was built."""

    index: str
    table: str


@dataclass(frozen=True)
class Verdict:
    """The locks that one statement took and the work it did, on relations that existed before.

    locks          the strongest lock taken on each relation
    rewritten      tables rewritten into a new file
    emptied        tables truncated, with a new empty file
    scanned        tables of which every row was read
    built          indexes built, which are all indexes of a rewritten table
    checked        foreign keys for which every row was looked up
    proved         tables not scanned because a constraint already proves the fact
    transactional  False for a statement that cannot run in a transaction
    """

    locks: tuple[Lock, ...] = ()
    rewritten: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    scanned: tuple[str, ...] = ()
    built: tuple[Build, ...] = ()
    checked: tuple[Check, ...] = ()
    proved: tuple[str, ...] = ()
    transactional: bool = True

    def __str__(self) -> str:
        locks = [f"{lock.relation}:{SHORT[lock.mode]}" for lock in self.locks]
        work = [
            *(f"REWRITE({table})" for table in self.rewritten),
            *(f"EMPTY({table})" for table in self.emptied),
            *(f"SCAN({table})" for table in self.scanned),
            *(f"BUILD({build.index})" for build in self.built),
            *(f"FK({check.table})" for check in self.checked),
            *(f"PROVED({table})" for table in self.proved),
            *(() if self.transactional else ("OUTSIDE",)),
        ]
        return " ".join([*locks, *work]) or "-"


def verdict(
    before: Snapshot,
    after: Snapshot,
    *,
    messages: Iterable[str],
    statement: str,
    keys: Iterable[tuple[str, int, int]],
    locks: frozenset[tuple[int, str]] | None = None,
) -> Verdict:
    """Return what happened between two snapshots of a session.

    messages  the server's messages in between, DEBUG1 and above
    keys      the foreign keys after the statement
    locks     the locks that an observer saw, if the statement does not keep its locks
    """
    messages = list(messages)
    relations = before.relations
    taken = after.held - before.held if locks is None else locks
    new_files = _with_new_file(before, after)
    emptied = new_files if re.search(r"\btruncate\b", statement, re.IGNORECASE) else []
    rewritten = {*(new_files if not emptied else ()), *_names_in(_REWRITING, messages)}
    touched = {oid for oid, _ in (after.held if locks is None else locks)}
    names = {relations[oid].name for oid in touched & relations.keys()}
    built = [build for build in _built(messages) if build.table in names]
    touched_keys = [key for key in keys if key[1] in touched]
    checked = _checked(messages, touched_keys, after.relations)
    verified = set(_names_in(_VERIFYING, messages))
    explained = {*rewritten, *verified, *(build.table for build in built)}
    explained |= {name for check in checked for name in (check.table, check.refers)}
    return Verdict(
        locks=_strongest(taken, relations),
        rewritten=tuple(sorted(rewritten)),
        emptied=tuple(sorted(emptied)),
        scanned=tuple(sorted(verified | (_read(before, after) - explained))),
        built=tuple(built),
        checked=tuple(checked),
        proved=tuple(sorted(set(_names_in(_PROVED, messages)))),
        transactional=locks is None,
    )


def _strongest(
    taken: frozenset[tuple[int, str]], relations: dict[int, Relation]
) -> tuple[Lock, ...]:
    modes: dict[str, list[str]] = {}
    for oid, mode in taken:
        if oid in relations:
            modes.setdefault(relations[oid].shown, []).append(mode)
    return tuple(
        sorted(Lock(name, strongest(relation_modes)) for name, relation_modes in modes.items())
    )


def _with_new_file(before: Snapshot, after: Snapshot) -> list[str]:
    return [
        relation.shown
        for oid, relation in before.relations.items()
        if relation.kind in _SCANNABLE
        and oid in after.relations
        and after.relations[oid].file != relation.file
    ]


def _read(before: Snapshot, after: Snapshot) -> set[str]:
    return {
        relation.shown
        for oid, relation in before.relations.items()
        if relation.kind in _SCANNABLE
        and oid in after.relations
        and after.relations[oid].scans > relation.scans
    }


def _names_in(pattern: re.Pattern[str], messages: list[str]) -> list[str]:
    matches = [pattern.search(message) for message in messages]
    return [next(name for name in match.groups() if name) for match in matches if match]


def _built(messages: list[str]) -> list[Build]:
    matches = [_BUILDING.search(message) for message in messages]
    # REINDEX CONCURRENTLY builds a new index, and then gives it the old one's name.
    builds = {Build(_TWIN.sub("", match[1]), match[2]) for match in matches if match}
    listed = (build for build in builds if not build.table.startswith("pg_toast_"))
    return sorted(listed, key=lambda build: (build.table, build.index))


def _checked(
    messages: list[str], keys: Iterable[tuple[str, int, int]], relations: dict[int, Relation]
) -> list[Check]:
    names = set(_names_in(_CHECKING, messages))
    checks = [
        Check(name, relations[table].shown, relations[parent].shown)
        for name, table, parent in keys
        if name in names and table in relations and parent in relations
    ]
    return sorted(checks, key=lambda check: (check.table, check.constraint))

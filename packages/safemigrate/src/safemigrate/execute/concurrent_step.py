"""Statements that a rollback cannot undo: what an interrupted one left, and whether it completed.

An interrupted CREATE INDEX CONCURRENTLY leaves an invalid index: it slows writes, no query uses it,
and IF NOT EXISTS takes it for a finished one.
https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from safemigrate.execute.statement import without_comments
from safemigrate.execute.upgrade_errors import IndexBeingBuilt, IndexInvalid

Ask = Callable[..., Sequence[Sequence[Any]]]  # runs SQL on the same session; returns its rows

_WORD = r'(?:"(?:[^"]|"")+"|[\w$]+)'
_NAME = rf"{_WORD}(?:\s*\.\s*{_WORD})*"
_CREATE = re.compile(
    rf"CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?"
    rf"(?P<index>(?!ON\b){_WORD})\s+ON\s+(?:ONLY\s+)?(?P<table>{_NAME})",
    re.IGNORECASE,
)
_DROP = re.compile(
    rf"DROP\s+INDEX\s+CONCURRENTLY\s+(?:IF\s+EXISTS\s+)?(?P<index>{_NAME})", re.IGNORECASE
)
_REINDEX = re.compile(
    rf"REINDEX\s+(?:\([^)]*\)\s*)?(?:INDEX|TABLE)\s+CONCURRENTLY\s+(?P<name>{_NAME})",
    re.IGNORECASE,
)
_DETACH = re.compile(
    rf"ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?P<table>{_NAME})\s+DETACH\s+PARTITION\s+"
    rf"(?P<part>{_NAME})\s+CONCURRENTLY",
    re.IGNORECASE,
)
_VACUUM = re.compile(r"VACUUM\b", re.IGNORECASE)

_INDEX_OF = """
SELECT i.indexrelid, i.indexrelid::regclass::text, i.indisvalid
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = to_regclass(%s) AND c.relname = %s
"""
_REINDEX_LEFT = r"""
SELECT i.indexrelid, i.indexrelid::regclass::text
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)\d*$'
  AND i.indrelid IN (to_regclass(%s),
                     (SELECT indrelid FROM pg_index WHERE indexrelid = to_regclass(%s)))
"""
_BUILDER = """
SELECT pid FROM pg_stat_progress_create_index
WHERE index_relid = %s AND pid <> pg_backend_pid()
"""
_DETACHING = """
SELECT to_jsonb(i) ->> 'inhdetachpending' FROM pg_inherits i
WHERE inhparent = to_regclass(%s) AND inhrelid = to_regclass(%s)
"""


def drop_leftovers(sql: str, ask: Ask, say: Callable[[str], None]) -> None:
    """Drop what an earlier, interrupted run of the statement left behind."""
    bare = without_comments(sql)
    if create := _CREATE.match(bare):
        for oid, name, valid in _index(create, ask):
            if not valid:
                _drop(oid, name, ask, say)
    if reindex := _REINDEX.match(bare):
        for oid, name in ask(_REINDEX_LEFT, reindex["name"], reindex["name"]):
            _drop(oid, name, ask, say)


def was_completed(sql: str, ask: Ask) -> bool | None:
    """Return whether an interrupted statement completed; None if the database does not show it.

    Also returns False for statements that can safely run again.
    """
    bare = without_comments(sql)
    if create := _CREATE.match(bare):
        return any(valid for _, _, valid in _index(create, ask))
    if drop := _DROP.match(bare):
        return list(ask("SELECT to_regclass(%s)", drop["index"])) == [(None,)]
    if detach := _DETACH.match(bare):
        return _was_detached(detach, ask)
    return False if _REINDEX.match(bare) or _VACUUM.match(bare) else None


def check_index_is_valid(sql: str, ask: Ask) -> None:
    """Raise IndexInvalid if CREATE INDEX CONCURRENTLY left an invalid index."""
    if create := _CREATE.match(without_comments(sql)):
        for _, name, valid in _index(create, ask):
            if not valid:
                raise IndexInvalid(name)


def _was_detached(detach: re.Match[str], ask: Ask) -> bool:
    states = [row[0] for row in ask(_DETACHING, detach["table"], detach["part"])]
    if states == ["true"]:
        # The names come from the statement itself, with its quoting.
        ask(f"ALTER TABLE {detach['table']} DETACH PARTITION {detach['part']} FINALIZE")
        return True
    return not states


def _index(create: re.Match[str], ask: Ask) -> Sequence[Sequence[Any]]:
    return ask(_INDEX_OF, create["table"], _folded(create["index"]))


def _folded(word: str) -> str:
    """Return the name that an SQL identifier stands for."""
    return word[1:-1].replace('""', '"') if word.startswith('"') else word.lower()


def _drop(oid: int, name: str, ask: Ask, say: Callable[[str], None]) -> None:
    for (pid,) in ask(_BUILDER, oid):
        raise IndexBeingBuilt(name, pid)
    say(f"Dropping invalid index {name}, which an interrupted run left behind.")
    ask(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")  # quoted by regclass

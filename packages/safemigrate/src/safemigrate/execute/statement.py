"""How the journal classifies a statement: a read, a setting, a change, or one that runs alone.

A change outside a transaction runs in its own, together with its journal row.  ALONE are those
that PostgreSQL refuses in a transaction; the system catalog shows whether they completed.
https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
"""

from __future__ import annotations

import re
from enum import Enum

_COMMENTS = re.compile(r"(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/)+", re.DOTALL)
_READ = re.compile(r"(SELECT|SHOW|EXPLAIN|VALUES|TABLE|FETCH)\b", re.IGNORECASE)
_INTO = re.compile(r"SELECT\b[^;]*\bINTO\b", re.IGNORECASE)
_WITH = re.compile(r"WITH\b", re.IGNORECASE)
_WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)
_SETTING = re.compile(
    r"(SET|RESET|LOCK|SAVEPOINT|RELEASE|BEGIN|START|COMMIT|END|ROLLBACK|LISTEN|UNLISTEN"
    r"|DISCARD|DEALLOCATE|PREPARE|DECLARE|CLOSE|MOVE|CHECKPOINT)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"CREATE\s+(UNIQUE\s+)?INDEX\s+CONCURRENTLY\b"
    r"|DROP\s+INDEX\s+CONCURRENTLY\b"
    r"|REINDEX\b.*\bCONCURRENTLY\b"
    r"|ALTER\s+TABLE\b.*\bDETACH\s+PARTITION\b.*\bCONCURRENTLY\b"
    r"|VACUUM\b",
    re.IGNORECASE | re.DOTALL,
)
_VALIDATE = re.compile(r"ALTER\s+TABLE\b.*\bVALIDATE\s+CONSTRAINT\b", re.IGNORECASE | re.DOTALL)


class Kind(Enum):
    """What the journal does with a statement."""

    READ = "runs again in a run that resumes"
    SETTING = "belongs to the session, and runs again"
    CHANGE = "is recorded in its own transaction, and does not run twice"
    ALONE = "is recorded before and after, and checked in the system catalog"


def kind_of(sql: str) -> Kind:
    """Return the kind of a statement; a change if that is not clear."""
    bare = without_comments(sql)
    if _ALONE.match(bare):
        return Kind.ALONE
    if _READ.match(bare) and not _INTO.match(bare):
        return Kind.READ
    if _WITH.match(bare) and not _WRITES.search(bare):
        return Kind.READ
    if _SETTING.match(bare):
        return Kind.SETTING
    return Kind.CHANGE


def runs_long_without_blocking(sql: str) -> bool:
    """Return whether a statement may take long but blocks neither reads nor writes.

    VALIDATE CONSTRAINT holds SHARE UPDATE EXCLUSIVE; the role's statement_timeout, meant for the
    application's queries, must not cancel it.
    """
    return bool(_VALIDATE.match(without_comments(sql)))


def without_comments(sql: str) -> str:
    """Return a statement without the comments before its first word."""
    opening = _COMMENTS.match(sql)
    return sql[opening.end() :] if opening else sql

"""Makes the plain change on an empty copy of the table and rolls it back, to see its effect.

An index's expression or a check is text with casts in it, and only PostgreSQL can convert it for
another type or name.  So a temporary table gets the column's indexes and checks and is altered, and
their new definitions are read.  The copy lives in a savepoint that is rolled back; the statements
bypass the journal, because nothing remains of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from alembic.operations import Operations

from safemigrate.ops.online.attached import Constraint, Index, constraints, indexes, split
from safemigrate.ops.online.change import Change
from safemigrate.ops.online.column import Column
from safemigrate.ops.online.online_errors import CannotChange
from safemigrate.postgres.names import listed, quoted
from safemigrate.postgres.sqlstate import sqlstate

Query = Callable[[str], Sequence[Sequence[Any]]]

DATATYPE_MISMATCH = "42804"
_COPY = "pg_temp.online_rehearsal"
_SETS_SOME = re.compile(r" ON DELETE SET (?:NULL|DEFAULT) \(")
_FILES = """
SELECT array_agg(pg_relation_filenode(oid) ORDER BY oid) FROM pg_class
WHERE oid = 'pg_temp.online_rehearsal'::regclass
   OR oid IN (SELECT indexrelid FROM pg_index
              WHERE indrelid = 'pg_temp.online_rehearsal'::regclass)
"""


@dataclass(frozen=True)
class Rehearsal:
    """The column's indexes and constraints as its shadow needs them.

    is_free  PostgreSQL rewrote neither rows nor indexes, and had nothing to check
    """

    indexes: list[Index]
    constraints: list[Constraint]
    is_free: bool


def rehearse(
    operations: Operations, change: Change, column: Column, new_type: str | None
) -> Rehearsal:
    """Return the column's indexes and constraints as its shadow needs them.

    new_type  as SQL; None if only the name changes

    Raises CannotChange if PostgreSQL rejects one of them.
    """
    with _scratch(operations) as query:
        try:
            return _rehearsal(operations, change, column, new_type, query)
        except Exception as error:
            if sqlstate(error) is None:
                raise
            message = str(error).splitlines()[0]
            raise CannotChange(
                change.table, change.column, [f"PostgreSQL rejects the plain change: {message}"]
            ) from error


def _rehearsal(
    operations: Operations, change: Change, column: Column, new_type: str | None, query: Query
) -> Rehearsal:
    own_indexes = indexes(operations, change, change.column)
    rules = constraints(operations, change, change.column)
    name, shadow = quoted(operations, change.column), quoted(operations, change.shadow)
    query(f"CREATE TEMP TABLE online_rehearsal (LIKE {change.relation(operations)})")
    query(f"ALTER TABLE {_COPY} DROP COLUMN IF EXISTS {shadow}")
    if column.default:
        query(f"ALTER TABLE {_COPY} ALTER {name} SET DEFAULT {column.default}")
    for number, index in enumerate(own_indexes):
        kind = "UNIQUE INDEX" if index.unique else "INDEX"
        query(f"CREATE {kind} online_{number} ON {_COPY} {index.definition}")
    checks = [rule for rule in rules if rule.kind == "c"]
    for number, check in enumerate(checks):
        query(f"ALTER TABLE {_COPY} ADD CONSTRAINT online_{number} {check.definition}")
    before = query(_FILES)
    if new_type is not None:
        _change_type(f"ALTER TABLE {_COPY} ALTER {name} TYPE {new_type}", new_type, query)
    is_free = new_type is not None and before == query(_FILES) and not checks
    query(f"ALTER TABLE {_COPY} RENAME {name} TO {shadow}")
    rules = [
        *(_check(number, check, query) for number, check in enumerate(checks)),
        *(_key(operations, change, rule, new_type, query) for rule in rules if rule.kind == "f"),
    ]
    shadow_indexes = [_index(number, index, query) for number, index in enumerate(own_indexes)]
    return Rehearsal(shadow_indexes, rules, is_free)


def _change_type(statement: str, new_type: str, query: Query) -> None:
    """Change the type; if that needs USING, any expression will do for an empty table."""
    query("SAVEPOINT online_plain")
    try:
        query(statement)
    except Exception as error:
        if sqlstate(error) != DATATYPE_MISMATCH:
            raise
        query("ROLLBACK TO online_plain")
        query(f"{statement} USING NULL::{new_type}")


def _index(number: int, index: Index, query: Query) -> Index:
    [(text,)] = query(f"SELECT pg_get_indexdef('pg_temp.online_{number}'::regclass)")
    return replace(index, definition=split(text)[1])


def _check(number: int, check: Constraint, query: Query) -> Constraint:
    condition = f"conrelid = '{_COPY}'::regclass AND conname = 'online_{number}'"
    [(text,)] = query(f"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE {condition}")  # noqa: S608
    return replace(check, definition=text)


def _key(
    operations: Operations, change: Change, key: Constraint, new_type: str | None, query: Query
) -> Constraint:
    if _SETS_SOME.search(key.definition):
        why = f"foreign key {key.name} sets only some of its columns ON DELETE"
        raise CannotChange(change.table, change.column, [why])
    columns = [change.shadow if name == change.column else name for name in key.columns]
    referred = key.referred[key.columns.index(change.column)]
    if new_type is not None:  # an error if the types cannot be compared
        equal = f"NULL::{new_type} = {quoted(operations, referred)}"
        query(f"SELECT FROM {key.referred_table} WHERE {equal} LIMIT 0")
    tail = key.definition[len(f"FOREIGN KEY ({listed(operations, key.columns)})") :]
    return replace(key, definition=f"FOREIGN KEY ({listed(operations, columns)}){tail}")


@contextmanager
def _scratch(operations: Operations) -> Iterator[Query]:
    raw: Any = operations.get_bind().connection.dbapi_connection

    def query(sql: str) -> Sequence[Sequence[Any]]:
        with closing(raw.cursor()) as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []

    query("SAVEPOINT online_rehearsal")
    try:
        yield query
    finally:
        query("ROLLBACK TO online_rehearsal; RELEASE online_rehearsal")

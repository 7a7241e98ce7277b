"""The plain change, made on an empty copy of the table and taken back: what PostgreSQL makes of it.

An index's expression or a check is text with casts in it, and only PostgreSQL knows how that text
reads for another type or name.  So it is asked: a temporary table gets the column's indexes and
checks, is altered, and is read.  The copy lives in a savepoint that is rolled back; the statements
go past the journal, because nothing of them is left.
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

Ask = Callable[[str], Sequence[Sequence[Any]]]

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
class Rehearsed:
    """The column's indexes and constraints as they read for its shadow.

    is_free  PostgreSQL changed neither rows nor indexes, and had nothing to look at
    """

    indexes: list[Index]
    constraints: list[Constraint]
    is_free: bool


def rehearse(
    operations: Operations, change: Change, column: Column, new_type: str | None
) -> Rehearsed:
    """Return what the column's indexes and constraints are for its shadow.

    new_type  as SQL; None where only the name changes

    Raises CannotChange where PostgreSQL refuses one of them.
    """
    with _scratch(operations) as ask:
        try:
            return _rehearsed(operations, change, column, new_type, ask)
        except Exception as error:
            if sqlstate(error) is None:
                raise
            said = str(error).splitlines()[0]
            raise CannotChange(
                change.table, change.column, [f"PostgreSQL refuses the plain change, too: {said}"]
            ) from error


def _rehearsed(
    operations: Operations, change: Change, column: Column, new_type: str | None, ask: Ask
) -> Rehearsed:
    found = indexes(operations, change, change.column)
    rules = constraints(operations, change, change.column)
    name, shadow = quoted(operations, change.column), quoted(operations, change.shadow)
    ask(f"CREATE TEMP TABLE online_rehearsal (LIKE {change.where(operations)})")
    ask(f"ALTER TABLE {_COPY} DROP COLUMN IF EXISTS {shadow}")
    if column.default:
        ask(f"ALTER TABLE {_COPY} ALTER {name} SET DEFAULT {column.default}")
    for number, index in enumerate(found):
        kind = "UNIQUE INDEX" if index.unique else "INDEX"
        ask(f"CREATE {kind} online_{number} ON {_COPY} {index.definition}")
    checks = [each for each in rules if each.kind == "c"]
    for number, check in enumerate(checks):
        ask(f"ALTER TABLE {_COPY} ADD CONSTRAINT online_{number} {check.definition}")
    before = ask(_FILES)
    if new_type is not None:
        _change_type(f"ALTER TABLE {_COPY} ALTER {name} TYPE {new_type}", new_type, ask)
    is_free = new_type is not None and before == ask(_FILES) and not checks
    ask(f"ALTER TABLE {_COPY} RENAME {name} TO {shadow}")
    rules = [
        *(_check(number, check, ask) for number, check in enumerate(checks)),
        *(_key(operations, change, each, new_type, ask) for each in rules if each.kind == "f"),
    ]
    made = [_index(number, index, ask) for number, index in enumerate(found)]
    return Rehearsed(made, rules, is_free)


def _change_type(statement: str, new_type: str, ask: Ask) -> None:
    """Change the type; where only USING can, what it says is no matter in an empty table."""
    ask("SAVEPOINT online_plain")
    try:
        ask(statement)
    except Exception as error:
        if sqlstate(error) != DATATYPE_MISMATCH:
            raise
        ask("ROLLBACK TO online_plain")
        ask(f"{statement} USING NULL::{new_type}")


def _index(number: int, index: Index, ask: Ask) -> Index:
    [(text,)] = ask(f"SELECT pg_get_indexdef('pg_temp.online_{number}'::regclass)")
    return replace(index, definition=split(text)[1])


def _check(number: int, check: Constraint, ask: Ask) -> Constraint:
    where = f"conrelid = '{_COPY}'::regclass AND conname = 'online_{number}'"
    [(text,)] = ask(f"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE {where}")  # noqa: S608
    return replace(check, definition=text)


def _key(
    operations: Operations, change: Change, key: Constraint, new_type: str | None, ask: Ask
) -> Constraint:
    if _SETS_SOME.search(key.definition):
        why = f"foreign key {key.name} sets only some of its columns ON DELETE"
        raise CannotChange(change.table, change.column, [why])
    columns = [change.shadow if each == change.column else each for each in key.columns]
    referred = key.referred[key.columns.index(change.column)]
    if new_type is not None:  # refused where the types cannot be compared
        equal = f"NULL::{new_type} = {quoted(operations, referred)}"
        ask(f"SELECT FROM {key.referred_table} WHERE {equal} LIMIT 0")
    tail = key.definition[len(f"FOREIGN KEY ({listed(operations, key.columns)})") :]
    return replace(key, definition=f"FOREIGN KEY ({listed(operations, columns)}){tail}")


@contextmanager
def _scratch(operations: Operations) -> Iterator[Ask]:
    raw: Any = operations.get_bind().connection.dbapi_connection

    def ask(sql: str) -> Sequence[Sequence[Any]]:
        with closing(raw.cursor()) as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []

    ask("SAVEPOINT online_rehearsal")
    try:
        yield ask
    finally:
        ask("ROLLBACK TO online_rehearsal; RELEASE online_rehearsal")

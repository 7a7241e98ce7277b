"""The locks a session holds and the files of its tables, at one moment.

The session itself runs the queries, because no other session sees its uncommitted changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# Excludes system tables, where a migration blocks nobody, and the session's temporary tables.
_OURS = """
    n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    AND n.nspname !~ '^pg_(toast_)?temp_'
"""
# A table's name has no schema if the session finds it without one.
RELATIONS = f"""
SELECT c.oid::bigint, n.nspname, c.relname, c.relkind::text, c.relfilenode::bigint,
       coalesce(i.indrelid::bigint, 0), pg_stat_get_xact_numscans(c.oid),
       CASE WHEN pg_table_is_visible(c.oid) THEN c.relname
            ELSE n.nspname || '.' || c.relname END
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_index i ON i.indexrelid = c.oid
WHERE {_OURS} AND c.relkind <> 'c'
"""  # noqa: S608 (both parts are constants)
LOCKS = """
SELECT relation::bigint, replace(mode, 'Lock', ''), granted
FROM pg_locks
WHERE pid = %s AND locktype = 'relation'
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
TRANSACTION = """
SELECT virtualtransaction FROM pg_locks
WHERE pid = pg_backend_pid() AND locktype = 'virtualxid'
"""
FOREIGN_KEYS = """
SELECT conname, conrelid::bigint, confrelid::bigint FROM pg_constraint WHERE contype = 'f'
"""


@dataclass(frozen=True)
class Relation:
    """A table, index, view or sequence.

    kind   pg_class.relkind
    file   pg_class.relfilenode, which changes with a new file
    table  the table of an index, else 0
    scans  how many full scans this transaction has begun
    shown  its name, with its schema only if needed
    """

    oid: int
    schema: str
    name: str
    kind: str
    file: int
    table: int
    scans: int
    shown: str


@dataclass(frozen=True)
class Snapshot:
    """A session's relations, by oid, and the locks it holds."""

    relations: dict[int, Relation]
    held: frozenset[tuple[int, str]]
    transaction: str


def snapshot(connection: Any) -> Snapshot:
    """Return what a psycopg connection sees and holds, from within its transaction."""
    return Snapshot(
        relations(connection),
        held(connection, connection.info.backend_pid),
        str(_rows(connection, TRANSACTION)[0][0]),
    )


def relations(connection: Any) -> dict[int, Relation]:
    """Return the relations that a session sees."""
    return {row[0]: Relation(*row) for row in _rows(connection, RELATIONS)}


def held(connection: Any, pid: int) -> frozenset[tuple[int, str]]:
    """Return the locks that a session holds."""
    rows = _rows(connection, LOCKS, (pid,))
    return frozenset((oid, mode) for oid, mode, granted in rows if granted)


def held_or_awaited(connection: Any, pid: int) -> frozenset[tuple[int, str]]:
    """Return the locks that a session holds or waits for."""
    return frozenset((oid, mode) for oid, mode, _ in _rows(connection, LOCKS, (pid,)))


def foreign_keys(connection: Any) -> list[tuple[str, int, int]]:
    """Return every foreign key's name, its table and the table it references."""
    return [(name, table, parent) for name, table, parent in _rows(connection, FOREIGN_KEYS)]


def _rows(connection: Any, query: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters or None, prepare=False)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

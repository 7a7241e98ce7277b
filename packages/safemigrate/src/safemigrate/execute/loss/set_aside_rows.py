"""Rows written while a column was set aside: they have no value when a downgrade brings it back."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from safemigrate.execute.loss.counting import counted
from safemigrate.execute.loss.loss import Loss

_THERE = "SELECT to_regclass('_migrate.set_aside') IS NOT NULL"
_COLUMNS = """
SELECT schema_name, table_name, column_name, kept_as FROM _migrate.set_aside
WHERE revision = ANY (%s) AND column_name IS NOT NULL AND purged IS NULL ORDER BY id
"""
_ROWS = "SELECT to_jsonb(s)::text FROM _migrate.set_aside s"
_COPY = """
INSERT INTO _migrate.set_aside OVERRIDING SYSTEM VALUE
SELECT * FROM jsonb_populate_record(NULL::_migrate.set_aside, %s::jsonb)
"""


def noted_on(clone: Connection, real: Connection) -> None:
    """Let a clone without rows know what was set aside, and what of it was purged."""
    if all(each.execute(_THERE).fetchone() == (True,) for each in (clone, real)):
        for row in real.execute(_ROWS).fetchall():
            clone.execute(_COPY, row)


def without_value(connection: Connection, revisions: Sequence[str]) -> list[Loss]:
    """Return the columns that these revisions set aside, each with its rows that are NULL.

    A column that was nullable may have had such rows before.
    """
    connection.autocommit = True
    if connection.execute(_THERE).fetchone() != (True,):
        return []
    found = [
        Loss("unknown", schema, table, column, query=_count(connection, schema, table, kept))
        for schema, table, column, kept in connection.execute(_COLUMNS, [list(revisions)])
    ]
    return [loss for loss in counted(found, connection) if loss.number != 0]


def _count(connection: Connection, schema: str, table: str, kept: str) -> str:
    query = SQL("SELECT count(*) FROM {} WHERE {} IS NULL")
    return query.format(Identifier(schema, table), Identifier(kept)).as_string(connection)

"""Rows written while a column was set aside: they have no value when a downgrade restores it."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from safemigrate.execute.loss.counting import counted_losses
from safemigrate.execute.loss.loss import Loss

_EXISTS = "SELECT to_regclass('_migrate.set_aside') IS NOT NULL"
_COLUMNS = """
SELECT schema_name, table_name, column_name, kept_as FROM _migrate.set_aside
WHERE revision = ANY (%s) AND column_name IS NOT NULL AND purged IS NULL ORDER BY id
"""
_ROWS = "SELECT to_jsonb(s)::text FROM _migrate.set_aside s"
_COPY = """
INSERT INTO _migrate.set_aside OVERRIDING SYSTEM VALUE
SELECT * FROM jsonb_populate_record(NULL::_migrate.set_aside, %s::jsonb)
"""


def copy_records(clone: Connection, real: Connection) -> None:
    """Copy the records of what was set aside and purged to a clone, which has no rows."""
    if all(connection.execute(_EXISTS).fetchone() == (True,) for connection in (clone, real)):
        for row in real.execute(_ROWS).fetchall():
            clone.execute(_COPY, row)


def columns_without_values(connection: Connection, revisions: Sequence[str]) -> list[Loss]:
    """Return the columns that these revisions set aside, each with its number of NULL rows.

    A nullable column may have had such rows before.
    """
    connection.autocommit = True
    if connection.execute(_EXISTS).fetchone() != (True,):
        return []
    losses = [
        Loss("unknown", schema, table, column, query=_count(connection, schema, table, kept_as))
        for schema, table, column, kept_as in connection.execute(_COLUMNS, [list(revisions)])
    ]
    return [loss for loss in counted_losses(losses, connection) if loss.number != 0]


def _count(connection: Connection, schema: str, table: str, kept_as: str) -> str:
    query = SQL("SELECT count(*) FROM {} WHERE {} IS NULL")
    return query.format(Identifier(schema, table), Identifier(kept_as)).as_string(connection)

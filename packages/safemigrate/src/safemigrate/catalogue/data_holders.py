"""The tables of a database, their columns, and the labels of enum columns.

https://www.postgresql.org/docs/current/catalog-pg-attribute.html
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

_TABLES = """
SELECT c.oid::bigint, n.nspname, c.relname,
       ARRAY(SELECT inhparent::bigint FROM pg_inherits WHERE inhrelid = c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', '_migrate')
  AND c.oid IS DISTINCT FROM to_regclass(%(versions)s)
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass
                  AND objid = c.oid AND deptype = 'e')
"""
# Without generated columns, which can be recomputed, and inherited ones, which are the parent's.
_COLUMNS = """
SELECT a.attrelid::bigint, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
       a.atttypid::bigint,
       ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = a.atttypid
             ORDER BY e.enumsortorder)
FROM pg_attribute a
WHERE a.attrelid = ANY (%s) AND a.attnum > 0 AND NOT a.attisdropped
  AND a.attgenerated = '' AND a.attinhcount = 0
"""


@dataclass(frozen=True)
class Table:
    """A table or a partition; parents are the tables that it inherits from or is a partition of."""

    schema: str
    name: str
    parents: tuple[int, ...]


@dataclass(frozen=True)
class Column:
    """A column; kind is its type in SQL, labels are those of an enum."""

    name: str
    kind: str
    kind_id: int
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """Tables by their OID, columns by the table's OID and their own number.

    PostgreSQL keeps both when something is renamed, and does not use them twice.
    """

    tables: dict[int, Table]
    columns: dict[tuple[int, int], Column]


def contents(connection: psycopg.Connection, versions: str) -> Contents:
    """Return the tables and columns; versions is Alembic's own table, which is left out."""
    tables = {
        int(oid): Table(schema, name, tuple(parents))
        for oid, schema, name, parents in connection.execute(_TABLES, {"versions": versions})
    }
    columns = {
        (int(oid), int(number)): Column(name, kind, int(kind_id), tuple(labels))
        for oid, number, name, kind, kind_id, labels in connection.execute(_COLUMNS, [list(tables)])
    }
    return Contents(tables, columns)

"""The contents of a database that a restored backup must match: schema, row counts, checksums."""

from __future__ import annotations

import re
from dataclasses import dataclass

import psycopg
from psycopg.sql import SQL, Identifier

from safemigrate.catalogue.fingerprint import lines

TABLES = """
SELECT n.nspname, c.relname, pg_table_size(c.oid)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1, 2
"""
# A row has the same text everywhere only with the same settings.
AS_DUMPED = """
SET LOCAL row_security = off; SET LOCAL extra_float_digits = 3; SET LOCAL DateStyle = 'ISO, YMD';
SET LOCAL IntervalStyle = 'postgres'; SET LOCAL TimeZone = 'UTC'; SET LOCAL bytea_output = 'hex';
SET LOCAL search_path = pg_catalog; SET LOCAL statement_timeout = 0
"""
ROWS = """
SELECT count(*), coalesce(sum(hashtextextended(t::text COLLATE "C", 0)::numeric), 0)::text
FROM ONLY {} t
"""
# PostgreSQL parses a restored expression from its text, and may then print other casts.
_CAST = re.compile(
    r"::(?:character varying|double precision|bit varying|"
    r"time(?:stamp)?(?:\(\d\))? with(?:out)? time zone|"
    r'(?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))?)(?:\([\d,]+\))?(?:\[\])*'
)


@dataclass(frozen=True)
class Table:
    """A table's number of rows, the sum of their hashes, and its bytes on disk."""

    rows: int
    checksum: str
    size: int


@dataclass(frozen=True)
class Contents:
    """Schema lines (kind, name, definition), and tables by name."""

    schema: list[tuple[str, str, str]]
    tables: dict[str, Table]

    @property
    def rows(self) -> int:
        """The number of rows of all tables together."""
        return sum(table.rows for table in self.tables.values())


def contents(connection: psycopg.Connection) -> Contents:
    """Return a database's contents, in the connection's transaction."""
    schema = lines(connection)
    connection.execute(AS_DUMPED)
    tables = {}
    for space, name, size in connection.execute(TABLES).fetchall():
        row = connection.execute(SQL(ROWS).format(Identifier(space, name))).fetchone()
        if row is not None:
            tables[f"{space}.{name}"] = Table(row[0], row[1], size)
    return Contents(schema, tables)


def differences(original: Contents, restored: Contents) -> list[str]:
    """Return a clause for each difference of a restored database."""
    before = {(kind, name): meaning(text) for kind, name, text in original.schema}
    after = {(kind, name): meaning(text) for kind, name, text in restored.schema}
    clauses = [f"{kind} {name} is missing" for kind, name in before.keys() - after.keys()]
    clauses += [f"{kind} {name} is new" for kind, name in after.keys() - before.keys()]
    clauses += [
        f"{kind} {name} has a different definition"
        for kind, name in before.keys() & after.keys()
        if before[kind, name] != after[kind, name]
    ]
    for name, table in original.tables.items():
        restored_table = restored.tables.get(name, Table(0, "0", 0))
        if table.rows != restored_table.rows:
            clauses.append(f"{name} has {restored_table.rows:,} rows instead of {table.rows:,}")
        elif table.checksum != restored_table.checksum:
            clauses.append(f"rows of {name} have different values")
    return sorted(clauses)


def meaning(definition: str) -> str:
    """Return a definition without casts, parentheses and spaces, which a restore changes."""
    return re.sub(r"[()\s]", "", _CAST.sub("", definition))

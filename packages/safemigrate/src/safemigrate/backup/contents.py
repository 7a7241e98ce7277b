"""What a database holds, as far as a backup must bring it back: schema, rows, checksums."""

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
# A row as text is the same everywhere only where these are.
AS_DUMPED = """
SET LOCAL row_security = off; SET LOCAL extra_float_digits = 3; SET LOCAL DateStyle = 'ISO, YMD';
SET LOCAL IntervalStyle = 'postgres'; SET LOCAL TimeZone = 'UTC'; SET LOCAL bytea_output = 'hex';
SET LOCAL search_path = pg_catalog; SET LOCAL statement_timeout = 0
"""
ROWS = """
SELECT count(*), coalesce(sum(hashtextextended(t::text COLLATE "C", 0)::numeric), 0)::text
FROM ONLY {} t
"""
# A restored expression is parsed from its text, and PostgreSQL then writes casts elsewhere.
_CAST = re.compile(
    r"::(?:character varying|double precision|bit varying|"
    r"time(?:stamp)?(?:\(\d\))? with(?:out)? time zone|"
    r'(?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))?)(?:\([\d,]+\))?(?:\[\])*'
)


@dataclass(frozen=True)
class Table:
    """A table's rows, the sum of their hashes, and its bytes on the server's disk."""

    rows: int
    checksum: str
    size: int


@dataclass(frozen=True)
class Contents:
    """Schema lines (kind, name, definition) and tables by name."""

    schema: list[tuple[str, str, str]]
    tables: dict[str, Table]

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(table.rows for table in self.tables.values())


def contents(connection: psycopg.Connection) -> Contents:
    """Return what a database holds, in the connection's transaction."""
    schema = lines(connection)
    connection.execute(AS_DUMPED)
    tables = {}
    for space, name, size in connection.execute(TABLES).fetchall():
        row = connection.execute(SQL(ROWS).format(Identifier(space, name))).fetchone()
        if row is not None:
            tables[f"{space}.{name}"] = Table(row[0], row[1], size)
    return Contents(schema, tables)


def differences(was: Contents, restored: Contents) -> list[str]:
    """Return a clause for each thing that a restored database has otherwise."""
    before = {(kind, name): meaning(text) for kind, name, text in was.schema}
    after = {(kind, name): meaning(text) for kind, name, text in restored.schema}
    found = [f"{kind} {name} is missing" for kind, name in before.keys() - after.keys()]
    found += [f"{kind} {name} is new" for kind, name in after.keys() - before.keys()]
    found += [
        f"{kind} {name} is defined otherwise"
        for kind, name in before.keys() & after.keys()
        if before[kind, name] != after[kind, name]
    ]
    for name, table in was.tables.items():
        other = restored.tables.get(name, Table(0, "0", 0))
        if table.rows != other.rows:
            found.append(f"{name} has {other.rows:,} rows instead of {table.rows:,}")
        elif table.checksum != other.checksum:
            found.append(f"rows of {name} have other values")
    return sorted(found)


def meaning(definition: str) -> str:
    """Return a definition without casts, parentheses and spaces, which a restore moves about."""
    return re.sub(r"[()\s]", "", _CAST.sub("", definition))

"""The real database: the sizes and traffic of its tables, and its oldest open transaction.

Reads only the server's statistics, no table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import psycopg
from psycopg.sql import SQL, Identifier

# A partitioned table has the sum of its partitions.
TABLES = """
SELECT n.nspname, c.relname,
       greatest(sum(l.reltuples), 0)::bigint,
       coalesce(sum(pg_table_size(l.oid)), 0)::bigint,
       coalesce(sum(pg_indexes_size(l.oid)), 0)::bigint,
       coalesce(sum(s.seq_scan + s.idx_scan), 0)::bigint,
       coalesce(sum(s.n_tup_ins + s.n_tup_upd + s.n_tup_del), 0)::bigint
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
    SELECT c.oid AS oid, c.reltuples WHERE c.relkind <> 'p'
    UNION ALL
    SELECT t.relid, p.reltuples FROM pg_partition_tree(c.oid) t JOIN pg_class p ON p.oid = t.relid
    WHERE c.relkind = 'p' AND t.isleaf
) l
LEFT JOIN pg_stat_all_tables s ON s.relid = l.oid
WHERE c.relkind IN ('r', 'p', 'm')
GROUP BY n.nspname, c.relname
"""
SINCE = """
SELECT extract(epoch FROM clock_timestamp() - coalesce(stats_reset, pg_postmaster_start_time()))
FROM pg_stat_database WHERE datname = current_database()
"""
LONGEST = """
SELECT extract(epoch FROM clock_timestamp() - xact_start)::float, pid, application_name,
       usename::text, state
FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
  AND backend_type = 'client backend'
ORDER BY xact_start LIMIT 1
"""


# Unique to this database, whatever its name; only a file-level copy of the server shares it.
# https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CONTROLDATA
IDENTITY = """
SELECT format('%s/%s', system_identifier, d.oid)
FROM pg_control_system(), pg_database d WHERE d.datname = current_database()
"""


@dataclass(frozen=True)
class TableFacts:
    """A table of the real database: rows (the server's estimate), bytes, traffic per second."""

    rows: int = 0
    heap: int = 0
    indexes: int = 0
    reads: float = 0.0
    writes: float = 0.0

    @property
    def total(self) -> int:
        """The bytes of the table and its indexes."""
        return self.heap + self.indexes


@dataclass(frozen=True)
class LongTransaction:
    """The oldest open transaction: a strong lock on its tables waits for it."""

    seconds: float
    pid: int
    application: str
    user: str
    state: str


@dataclass(frozen=True)
class Production:
    """What a plan needs to know about the real database."""

    name: str
    identity: str
    version: str
    tables: dict[tuple[str, str], TableFacts]
    longest: LongTransaction | None


def production(connection: psycopg.Connection) -> Production:
    """Return the server's statistics about the connected database."""
    row = connection.execute(SINCE).fetchone()
    seconds = max(float(row[0]), 1.0) if row else 1.0
    tables = {
        (schema, name): TableFacts(rows, heap, indexes, reads / seconds, writes / seconds)
        for schema, name, rows, heap, indexes, reads, writes in connection.execute(TABLES)
    }
    longest = connection.execute(LONGEST).fetchone()
    version = connection.info.parameter_status("server_version") or ""
    return Production(
        name=connection.info.dbname,
        identity=identity(connection),
        version=version.split()[0],
        tables=tables,
        longest=LongTransaction(*longest) if longest else None,
    )


def identity(connection: psycopg.Connection) -> str:
    """Return the database's identity: the server's system identifier and the database's oid."""
    row = connection.execute(IDENTITY).fetchone()
    return str(row[0]) if row else ""


def has_rows(connection: psycopg.Connection, names: Iterable[str]) -> bool:
    """Return whether any table with one of these names has a row."""
    query = (
        "SELECT relnamespace::regnamespace::text, relname FROM pg_class WHERE relname = ANY (%s)"
    )
    for schema, name in connection.execute(query, (list(names),)).fetchall():
        exists = SQL("SELECT EXISTS (SELECT FROM {})").format(Identifier(schema.strip('"'), name))
        row = connection.execute(exists).fetchone()
        if row and row[0]:
            return True
    return False

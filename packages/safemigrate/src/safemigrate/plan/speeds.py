"""Measures how fast a server processes rows, on a small table of the clone.

A table of 100,000 rows is read, rewritten, indexed and checked once.  It fits in the server's
memory, so the real work is slower if the disk is slower than the processor.  Every figure from
here is an estimate, and the plan says so.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import psycopg

ROWS = 100_000
SETUP = f"""
CREATE SCHEMA safemigrate_speed;
CREATE TABLE safemigrate_speed.parent (id integer PRIMARY KEY);
INSERT INTO safemigrate_speed.parent SELECT g FROM generate_series(1, 1000) g;
CREATE TABLE safemigrate_speed.sample AS
SELECT g AS id, g % 1000 + 1 AS parent, repeat('x', 80) AS filler
FROM generate_series(1, {ROWS}) g;
"""  # noqa: S608 (ROWS is a constant)
SCAN = "ALTER TABLE safemigrate_speed.sample ADD CHECK (id > 0)"
REWRITE = "ALTER TABLE safemigrate_speed.sample ALTER id TYPE bigint"
BUILD = "CREATE INDEX ON safemigrate_speed.sample (filler, id)"
CHANGE = "UPDATE safemigrate_speed.sample SET filler = filler"
CHECK = (
    "ALTER TABLE safemigrate_speed.sample "
    "ADD FOREIGN KEY (parent) REFERENCES safemigrate_speed.parent"
)
SIZE = "SELECT pg_table_size('safemigrate_speed.sample')"


@dataclass(frozen=True)
class Speeds:
    """Bytes per second for scan and rewrite, rows per second for build, check and change."""

    scan: float = 400e6
    rewrite: float = 60e6
    build: float = 700e3
    check: float = 1000e3
    change: float = 200e3
    measured: bool = False


DEFAULT = Speeds()


def measured(connection: psycopg.Connection) -> Speeds:
    """Measure the connected server, and leave nothing in the database.

    connection  an autocommit connection
    """
    with connection.transaction(force_rollback=True):
        connection.execute(SETUP)
        row = connection.execute(SIZE).fetchone()
        size = float(row[0]) if row else 0.0
        return Speeds(
            scan=size / _seconds(connection, SCAN),
            rewrite=size / _seconds(connection, REWRITE),
            build=ROWS / _seconds(connection, BUILD),
            change=ROWS / _seconds(connection, CHANGE),
            check=ROWS / _seconds(connection, CHECK),
            measured=True,
        )


def _seconds(connection: psycopg.Connection, statement: str) -> float:
    start = time.perf_counter()
    connection.execute(statement)
    return max(time.perf_counter() - start, 1e-6)

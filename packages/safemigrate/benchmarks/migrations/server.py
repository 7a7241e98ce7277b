"""A private PostgreSQL with room for the tables: in memory where they fit, else on disk."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.sql import SQL, Identifier

import localpg
from localpg.cluster import FOR_THROWAWAY
from localpg.server import Server

BYTES_A_ROW = 600  # the template, a copy, the rewritten copy, and the log of that
BYTES_OF_SERVER = 1_500_000_000
SETTINGS = ", ".join(f"{name} {value}" for name, value in FOR_THROWAWAY.items())


@contextmanager
def server_for(rows: int) -> Iterator[Server]:
    """Lend a server that is deleted afterwards; SystemExit where there is no room for the rows."""
    needed = BYTES_OF_SERVER + BYTES_A_ROW * rows
    with localpg.throwaway(room=needed) as server:
        free = shutil.disk_usage(server.directory).free
        if free < needed:
            sys.exit(
                f"{rows:,} rows need {needed:,} bytes, and {server.directory.parent} has {free:,} "
                "free: say --rows with a smaller number, or TMPDIR=FOLDER on a larger disk."
            )
        yield server


def copy_database(server: Server, name: str, template: str) -> str:
    """Copy a database file by file, and return the copy's address."""
    command = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(command.format(Identifier(name), Identifier(template)))
    return server.url(name)

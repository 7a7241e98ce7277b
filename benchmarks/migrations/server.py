"""A private PostgreSQL with room for the tables: in memory where they fit, else on disk."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

import localpg
from localpg.server import Server

MEMORY = Path("/dev/shm")  # noqa: S108 (localpg makes its own directory there)
BYTES_A_ROW = 900  # the template, one copy, one rewrite beside it, and WAL
BYTES_OF_SERVER = 2_000_000_000
SETTINGS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@contextmanager
def server_for(rows: int) -> Iterator[Server]:
    """Lend a server that is deleted afterwards; SystemExit where there is no room for the rows."""
    needed = BYTES_OF_SERVER + BYTES_A_ROW * rows
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > needed and _free_memory() > needed:
        with localpg.throwaway() as server:
            yield server
        return
    disk = Path(tempfile.gettempdir())
    if (free := shutil.disk_usage(disk).free) < needed:
        sys.exit(
            f"{rows:,} rows need {needed:,} bytes and {disk} has {free:,} free: say --rows with "
            "a smaller number, or TMPDIR=a larger disk."
        )
    folder = tempfile.mkdtemp(prefix="bench-migrations-")
    try:
        with localpg.attach(Path(folder) / "server") as server:
            _hurry(server)
            yield server
    finally:
        shutil.rmtree(folder)


def copy_database(server: Server, name: str, template: str) -> str:
    """Copy a database file by file, and return the copy's address."""
    command = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(command.format(Identifier(name), Identifier(template)))
    return server.url(name)


def _free_memory() -> int:
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _hurry(server: Server) -> None:
    """Give a server on disk the settings of a throw-away one."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        for name, value in SETTINGS.items():
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        connection.execute("SELECT pg_reload_conf()")

"""Makes a backup: one snapshot, dumped by several sessions, with row counts and checksums."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from safemigrate.backup.backup_errors import DatabaseRefused
from safemigrate.backup.contents import contents
from safemigrate.backup.dump_progress import Progress
from safemigrate.backup.manifest import DUMP, Manifest, files_of, write
from safemigrate.backup.program_run import client_programs, run
from safemigrate.backup.store import finish, unfinished_folder
from safemigrate.catalogue.fingerprint import fingerprint
from safemigrate.plan.production import identity
from safemigrate.postgres.address import Address, NotConnected
from safemigrate.project.terminal import clear_line

NO_BACKUP = "There is no new backup, and the database was not changed."


def make_backup(address: Address, home: Path, *, jobs: int, version_table: str) -> Manifest:
    """Back up a database into a folder; return the backup's manifest.

    jobs           sessions that dump at the same time
    version_table  Alembic's version table, with its schema if it has one

    Raises BackupError if that is not possible, and leaves nothing in the folder.
    """
    began, clock = datetime.now(UTC), time.monotonic()
    with (
        reporting_refusals(address.name),
        unfinished_folder(home) as (folder, descriptor),
        _snapshot(address) as (connection, snapshot),
    ):
        server = connection.info.server_version // 10000
        pg_programs = client_programs(server)
        held_contents = contents(connection)
        progress = Progress("backup", held_contents.tables)
        run(
            pg_programs.folder / "pg_dump",
            [
                "--format=directory",
                f"--jobs={max(jobs, 2)}",  # a single job does not report finished tables
                f"--snapshot={snapshot}",
                f"--file={folder / DUMP}",
                "--lock-wait-timeout=10s",
                "--verbose",
            ],
            address,
            consequence=NO_BACKUP,
            on_line=progress.read_line,
            descriptor=descriptor,
        )
        clear_line()
        manifest = Manifest(
            id=_id(address.name, began),
            database=address.name,
            identity=identity(connection),
            began=began.isoformat(),
            seconds=round(time.monotonic() - clock, 3),
            server=connection.info.parameter_status("server_version") or str(server),
            client=pg_programs.version,
            revisions=_revisions(connection, version_table),
            fingerprint=fingerprint(connection),
            contents=held_contents,
            files=files_of(folder),
        )
        write(manifest, folder)
        finish(folder, manifest.id)
    return manifest


@contextmanager
def _snapshot(address: Address) -> Iterator[tuple[psycopg.Connection, str]]:
    with address.connect() as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = connection.execute("SELECT pg_catalog.pg_export_snapshot()").fetchone()
        yield connection, str(row[0] if row else "")


def _revisions(connection: psycopg.Connection, version_table: str) -> list[str]:
    connection.execute("RESET search_path")
    name = Identifier(*version_table.split("."))
    row = connection.execute("SELECT to_regclass(%s)", (name.as_string(),)).fetchone()
    if row is None or row[0] is None:
        return []
    rows = connection.execute(SQL("SELECT version_num FROM {} ORDER BY 1").format(name))
    return [revision for (revision,) in rows]


def _id(database: str, began: datetime) -> str:
    name = re.sub(r"[^A-Za-z0-9_]", "_", database)[:80]
    return f"{name}-{began:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


@contextmanager
def reporting_refusals(database: str) -> Iterator[None]:
    """Turn a PostgreSQL error in the block into DatabaseRefused, but let NotConnected through."""
    try:
        yield
    except NotConnected:
        raise  # project.sentences has its message
    except psycopg.Error as error:
        message = error.diag.message_primary or " ".join(str(error).split())
        raise DatabaseRefused(database, message.rstrip(".")) from error

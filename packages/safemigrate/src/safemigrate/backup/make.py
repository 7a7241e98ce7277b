"""Makes a backup: one snapshot, dumped by several sessions, counted and checksummed."""

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
from safemigrate.backup.store import half_made, keep
from safemigrate.catalogue.fingerprint import fingerprint
from safemigrate.plan.production import identity
from safemigrate.postgres.address import Address
from safemigrate.project.terminal import clear_line

NOTHING_KEPT = "No backup was kept, and the database was not changed."


def make_backup(address: Address, home: Path, *, jobs: int, version_table: str) -> Manifest:
    """Back a database up into a folder; return what was written.

    jobs           sessions that dump at the same time
    version_table  Alembic's, with its schema where it has one

    BackupError where that is not possible; then nothing is left in the folder.
    """
    began, clock = datetime.now(UTC), time.monotonic()
    with (
        reporting_refusals(address.name),
        half_made(home) as (folder, hold),
        _snapshot(address) as (connection, snapshot),
    ):
        server = connection.info.server_version // 10000
        found = client_programs(server)
        held = contents(connection)
        progress = Progress("backup", held.tables)
        run(
            found.folder / "pg_dump",
            [
                "--format=directory",
                f"--jobs={max(jobs, 2)}",  # alone it does not say which table is done
                f"--snapshot={snapshot}",
                f"--file={folder / DUMP}",
                "--lock-wait-timeout=10s",
                "--verbose",
            ],
            address,
            kept=NOTHING_KEPT,
            heard=progress.heard,
            hold=hold,
        )
        clear_line()
        manifest = Manifest(
            id=_id(address.name, began),
            database=address.name,
            identity=identity(connection),
            began=began.isoformat(),
            seconds=round(time.monotonic() - clock, 3),
            server=connection.info.parameter_status("server_version") or str(server),
            client=found.version,
            revisions=_revisions(connection, version_table),
            fingerprint=fingerprint(connection),
            contents=held,
            files=files_of(folder),
        )
        write(manifest, folder)
        keep(folder, manifest.id)
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
    found = connection.execute(SQL("SELECT version_num FROM {} ORDER BY 1").format(name))
    return [revision for (revision,) in found]


def _id(database: str, began: datetime) -> str:
    name = re.sub(r"[^A-Za-z0-9_]", "_", database)[:80]
    return f"{name}-{began:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


@contextmanager
def reporting_refusals(database: str) -> Iterator[None]:
    """Turn the server's refusals into sentences."""
    try:
        yield
    except psycopg.Error as error:
        said = error.diag.message_primary or " ".join(str(error).split())
        raise DatabaseRefused(database, said.rstrip(".")) from error

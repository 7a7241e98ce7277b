"""Brings a backup back: into a new database, or in the place of the one that is there."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from safemigrate.backup.backup_errors import (
    DatabaseExists,
    NoSuchTable,
    NotProven,
    ServerTooOld,
    SessionsAtWork,
)
from safemigrate.backup.contents import contents, differences
from safemigrate.backup.dump_progress import Progress
from safemigrate.backup.manifest import DUMP, Manifest
from safemigrate.backup.program_run import client_programs, run
from safemigrate.clone import leftovers, servers
from safemigrate.postgres.address import Address
from safemigrate.postgres.end_sessions import end_sessions
from safemigrate.project.terminal import clear_line

SESSIONS = """
SELECT concat_ws(' ', 'pid', pid, nullif(application_name, ''), usename) FROM pg_stat_activity
WHERE datname = %s AND pid <> pg_backend_pid() ORDER BY pid
"""
SETTINGS = """
SELECT split_part(c, '=', 1), substr(c, strpos(c, '=') + 1)
FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase, unnest(s.setconfig) c
WHERE d.datname = %s AND s.setrole = 0
"""


def fill(
    manifest: Manifest,
    folder: Path,
    target: Address,
    *,
    jobs: int,
    owners: bool,
    table: str | None = None,
) -> None:
    """Restore a dump into an empty database, all of it or one table alone."""
    with target.connect() as connection:
        server = connection.info.server_version // 10000
    if server < manifest.server_major:
        raise ServerTooOld(manifest.id, manifest.server_major, server)
    # Not --exit-on-error: a setting that an older server does not know would end it.
    words = [f"--jobs={max(jobs, 2)}", "--verbose"]
    words += [] if owners else ["--no-owner", "--no-privileges"]
    if table:
        space, _, name = table.rpartition(".")
        words += [f"--schema={space}", f"--table={name}"]
    progress = Progress("restore", manifest.contents.tables)
    run(
        client_programs(server).folder / "pg_restore",
        [*words, folder / DUMP],
        target,
        kept="What it had restored was dropped; every other database is as it was.",
        heard=progress.heard,
    )
    clear_line()


def restore_new(
    manifest: Manifest,
    folder: Path,
    source: Address,
    name: str,
    *,
    jobs: int,
    table: str | None = None,
) -> Address:
    """Restore into a database that is made for it; it is dropped again where that fails."""
    whole = table and _table(manifest, table)
    target = source.database(name)
    with _control(source) as control:
        there = control.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        if there.fetchone():
            raise DatabaseExists(name)
        with source.connect() as real:
            servers.create_like(control, name, real)
        try:
            fill(manifest, folder, target, jobs=jobs, owners=True, table=whole or None)
            if not table:
                _compare(manifest, target)
        except BaseException:
            leftovers.drop(control, name)
            raise
    return target


def restore_in_place(
    manifest: Manifest, folder: Path, source: Address, *, jobs: int, end_sessions: bool
) -> str:
    """Put a restored database in the place of the present one; return the present one's new name.

    The present database is renamed and kept, in the one transaction that renames the new one.
    """
    with _control(source) as control:
        _see_that_free(control, source.name, end_sessions=end_sessions)
        ending = f"_{datetime.now(UTC):%Y%m%d_%H%M%S}_{secrets.token_hex(2)}"
        short = source.name.encode()[: 63 - len(ending) - 7].decode(errors="ignore")
        new, old = f"{short}_new{ending}", f"{short}_before{ending}"
        restore_new(manifest, folder, source, new, jobs=jobs)
        try:
            _take_over(control, source.name, new)
            _see_that_free(control, source.name, end_sessions=end_sessions)
            _swap(control, source.name, new, old)
        except BaseException:
            leftovers.drop(control, new)
            raise
    return old


def _control(source: Address) -> psycopg.Connection:
    """Return a connection to another database of the server, from where this one can be renamed."""
    return source.database("template1" if source.name == "postgres" else "postgres").connect()


def _compare(manifest: Manifest, target: Address) -> None:
    with target.connect() as connection, connection.transaction():
        found = differences(manifest.contents, contents(connection))
    if found:
        raise NotProven(manifest.id, found)


def _see_that_free(control: psycopg.Connection, name: str, *, end_sessions: bool) -> None:
    found = [who for (who,) in control.execute(SESSIONS, (name,))]
    if found and not end_sessions:
        raise SessionsAtWork(name, found)


def _take_over(control: psycopg.Connection, name: str, new: str) -> None:
    """Give the new database the owner and the settings that a dump does not have."""
    row = control.execute(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", (name,)
    ).fetchone()
    if row:
        owner = SQL("ALTER DATABASE {} OWNER TO {}")
        control.execute(owner.format(Identifier(new), Identifier(row[0])))
    for key, value in control.execute(SETTINGS, (name,)).fetchall():
        setting = SQL("ALTER DATABASE {} SET {} = {}")
        control.execute(setting.format(Identifier(new), Identifier(key), value))


def _swap(control: psycopg.Connection, name: str, new: str, old: str) -> None:
    rename = SQL("ALTER DATABASE {} RENAME TO {}")
    control.execute(SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(Identifier(name)))
    now = name
    try:
        end_sessions(control, name)
        with control.transaction():
            control.execute(rename.format(Identifier(name), Identifier(old)))
            control.execute(rename.format(Identifier(new), Identifier(name)))
        now = old
    finally:
        control.execute(SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(Identifier(now)))


def _table(manifest: Manifest, table: str) -> str:
    known = manifest.contents.tables
    full = table if table in known else f"public.{table}"
    if full not in known:
        raise NoSuchTable(table, manifest.id, sorted(known))
    return full

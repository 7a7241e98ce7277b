"""Restores a backup into a new database, or in place of the existing one."""

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
    """Restore a dump, or one table of it, into an empty database."""
    with target.connect() as connection:
        server = connection.info.server_version // 10000
    if server < manifest.server_major:
        raise ServerTooOld(manifest.id, manifest.server_major, server)
    # Not --exit-on-error: a parameter that an older server does not know would stop it.
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
        consequence="What it had restored was dropped; no other database was changed.",
        on_line=progress.read_line,
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
    """Restore into a new database, which is dropped again if that fails."""
    whole = table and _table(manifest, table)
    target = source.database(name)
    with _control(source) as control:
        existing = control.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        if existing.fetchone():
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
    """Replace the present database with a restored one; return the present one's new name.

    One transaction renames both: the present database is kept under its new name.
    """
    with _control(source) as control:
        _check_no_sessions(control, source.name, end_sessions=end_sessions)
        ending = f"_{datetime.now(UTC):%Y%m%d_%H%M%S}_{secrets.token_hex(2)}"
        short = source.name.encode()[: 63 - len(ending) - 7].decode(errors="ignore")
        new, old = f"{short}_new{ending}", f"{short}_before{ending}"
        restore_new(manifest, folder, source, new, jobs=jobs)
        try:
            _take_over(control, source.name, new)
            _check_no_sessions(control, source.name, end_sessions=end_sessions)
            _swap(control, source.name, new, old)
        except BaseException:
            leftovers.drop(control, new)
            raise
    return old


def _control(source: Address) -> psycopg.Connection:
    """Return a connection to another database of the server, which can rename this one."""
    return source.database("template1" if source.name == "postgres" else "postgres").connect()


def _compare(manifest: Manifest, target: Address) -> None:
    with target.connect() as connection, connection.transaction():
        clauses = differences(manifest.contents, contents(connection))
    if clauses:
        raise NotProven(manifest.id, clauses)


def _check_no_sessions(control: psycopg.Connection, name: str, *, end_sessions: bool) -> None:
    sessions = [session for (session,) in control.execute(SESSIONS, (name,))]
    if sessions and not end_sessions:
        raise SessionsAtWork(name, sessions)


def _take_over(control: psycopg.Connection, name: str, new: str) -> None:
    """Give the new database the owner and the settings, which a dump does not contain."""
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
    current_name = name
    try:
        end_sessions(control, name)
        with control.transaction():
            control.execute(rename.format(Identifier(name), Identifier(old)))
            control.execute(rename.format(Identifier(new), Identifier(name)))
        current_name = old
    finally:
        control.execute(
            SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(Identifier(current_name))
        )


def _table(manifest: Manifest, table: str) -> str:
    tables = manifest.contents.tables
    full = table if table in tables else f"public.{table}"
    if full not in tables:
        raise NoSuchTable(table, manifest.id, sorted(tables))
    return full

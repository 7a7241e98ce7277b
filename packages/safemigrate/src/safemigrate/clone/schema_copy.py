"""Copying a database's schema without its rows, by pg_dump and pg_restore."""

from __future__ import annotations

import subprocess

import psycopg
from psycopg.sql import SQL, Identifier

from safemigrate.postgres.address import Address
from safemigrate.postgres.client_programs import Programs
from safemigrate.postgres.passfile import environment, words

WHAT = (
    "--schema-only",
    "--no-owner",
    "--no-privileges",
    "--no-comments",
    "--no-tablespaces",
    "--no-publications",
    "--no-subscriptions",
    "--no-security-labels",
)
MATERIALIZED = """
SELECT schemaname, matviewname FROM pg_matviews WHERE ispopulated = %s
ORDER BY schemaname, matviewname
"""
# A dump waits for whoever is changing the schema at this moment, but not for ever.
PATIENCE = "--lock-wait-timeout=10s"


def copy_schema(found: Programs, source: Address, clone: Address) -> list[str]:
    """Copy a schema; return what the server refused to make in the clone.

    Raises CalledProcessError, with what pg_dump said, where the schema could not be read.
    """
    with environment(source) as passed:
        dumped = subprocess.run(
            [
                found.path("pg_dump"),
                "--format=custom",
                *WHAT,
                PATIENCE,
                f"--dbname={words(source)}",
            ],
            env=passed,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
    with environment(clone) as passed:
        restored = subprocess.run(
            [found.path("pg_restore"), "--no-owner", f"--dbname={words(clone)}"],
            env=passed,
            input=dumped.stdout,
            capture_output=True,
            check=False,
        )
    _refresh(source, clone)
    return _refused(restored.stderr.decode(errors="replace"))


def _refresh(source: Address, clone: Address) -> None:
    """Let the clone's materialized views be filled where the source's are, from no rows."""
    with source.connect() as there, clone.connect() as here:
        filled = set(there.execute(MATERIALIZED, (True,)))
        while True:
            left = [view for view in here.execute(MATERIALIZED, (False,)) if view in filled]
            done = [view for view in left if _refreshed(here, *view)]
            if not done:  # each round fills those that need the round before
                return


def _refreshed(connection: psycopg.Connection, schema: str, view: str) -> bool:
    try:
        name = Identifier(schema, view)
        connection.execute(SQL("REFRESH MATERIALIZED VIEW {}").format(name))
    except psycopg.Error:
        return False
    return True


def said(error: subprocess.CalledProcessError) -> str:
    """Return the first error that a program wrote before it failed."""
    lines: list[str] = error.stderr.decode(errors="replace").strip().splitlines()
    marked = [line for line in lines if "error:" in line] or lines
    return marked[0].removeprefix("pg_dump: ") if marked else f"exit status {error.returncode}"


def _refused(stderr: str) -> list[str]:
    marked = [line.partition("ERROR:")[2].strip() for line in stderr.splitlines()]
    # A pg_dump newer than the server names settings that this server does not have.
    return [line for line in marked if line and "unrecognized configuration parameter" not in line]

"""Copies a database's schema without its rows, with pg_dump and pg_restore."""

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
# A dump waits for a concurrent schema change, but not forever.
PATIENCE = "--lock-wait-timeout=10s"


def copy_schema(programs: Programs, source: Address, clone: Address) -> list[str]:
    """Copy a schema; return the errors for objects that the server did not create in the clone.

    Raises CalledProcessError with pg_dump's message if the schema could not be read.
    """
    with environment(source) as variables:
        dumped = subprocess.run(
            [
                programs.path("pg_dump"),
                "--format=custom",
                *WHAT,
                PATIENCE,
                f"--dbname={words(source)}",
            ],
            env=variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
    with environment(clone) as variables:
        restored = subprocess.run(
            [programs.path("pg_restore"), "--no-owner", f"--dbname={words(clone)}"],
            env=variables,
            input=dumped.stdout,
            capture_output=True,
            check=False,
        )
    _refresh(source, clone)
    return _refused(restored.stderr.decode(errors="replace"))


def _refresh(source: Address, clone: Address) -> None:
    """Refresh the materialized views in the clone that are populated in the source."""
    with source.connect() as source_session, clone.connect() as clone_session:
        filled = set(source_session.execute(MATERIALIZED, (True,)))
        while True:
            remaining = [
                view for view in clone_session.execute(MATERIALIZED, (False,)) if view in filled
            ]
            refreshed = [view for view in remaining if _refreshed(clone_session, *view)]
            if not refreshed:  # a view may need one from the previous round
                return


def _refreshed(connection: psycopg.Connection, schema: str, view: str) -> bool:
    try:
        name = Identifier(schema, view)
        connection.execute(SQL("REFRESH MATERIALIZED VIEW {}").format(name))
    except psycopg.Error:
        return False
    return True


def first_error(error: subprocess.CalledProcessError) -> str:
    """Return the first error line of a program that failed."""
    lines: list[str] = error.stderr.decode(errors="replace").strip().splitlines()
    marked = [line for line in lines if "error:" in line] or lines
    return marked[0].removeprefix("pg_dump: ") if marked else f"exit status {error.returncode}"


def _refused(stderr: str) -> list[str]:
    marked = [line.partition("ERROR:")[2].strip() for line in stderr.splitlines()]
    # A pg_dump newer than the server sets parameters that this server does not have.
    return [line for line in marked if line and "unrecognized configuration parameter" not in line]

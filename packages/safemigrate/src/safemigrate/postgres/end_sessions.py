"""Ends the sessions of a database that is about to be dropped or renamed."""

from __future__ import annotations

import psycopg

# Of autovacuum only a superuser may ask it; DROP and RENAME themselves send its workers away, and
# wait for everybody who was told to leave.
# https://www.postgresql.org/docs/current/sql-dropdatabase.html
_END = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type <> 'autovacuum worker'
"""


def end_sessions(control: psycopg.Connection, name: str) -> None:
    """Tell every session of a database to leave, except this one.

    Raises psycopg.errors.InsufficientPrivilege where one is another role's.
    """
    control.execute(_END, (name,))

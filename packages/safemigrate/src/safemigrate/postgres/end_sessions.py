"""Ends the sessions of a database that is about to be dropped or renamed."""

from __future__ import annotations

import psycopg

# Only a superuser may terminate autovacuum workers; DROP and RENAME end those themselves, and wait
# for all sessions that were asked to end.
# https://www.postgresql.org/docs/current/sql-dropdatabase.html
_END = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type <> 'autovacuum worker'
"""


def end_sessions(control: psycopg.Connection, name: str) -> None:
    """Terminate every session of a database except this one.

    Raises psycopg.errors.InsufficientPrivilege if a session belongs to another role.
    """
    control.execute(_END, (name,))

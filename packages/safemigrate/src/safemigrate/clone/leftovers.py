"""Finds clones that a killed run left behind, by name, comment and lock, and drops them.

An advisory lock is visible only in its own database.  So the comment names the database that
the clone's lock is held in, and only a run in that database can tell whether it was released.
"""

from __future__ import annotations

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from safemigrate.postgres.end_sessions import end_sessions

MARK = "safemigrate plan, made from database {}: may be dropped when no plan runs there"
CLASS = 0x736D  # first key of our advisory locks ("sm"); the second is the clone's name

LEFTOVERS = """
SELECT d.datname FROM pg_database d
WHERE d.datname ~ '_plan_[0-9a-f]{8}$'
  AND shobj_description(d.oid, 'pg_database') = %s
  AND pg_has_role(d.datdba, 'USAGE')
  AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)
"""


def claim(control: psycopg.Connection, name: str) -> bool:
    """Hold a clone's lock until this connection closes; False if another session holds it."""
    query = "SELECT pg_try_advisory_lock(%s, hashtext(%s))"
    row = control.execute(query, (CLASS, name)).fetchone()
    return bool(row and row[0])


def mark(control: psycopg.Connection, name: str) -> None:
    """Mark a database as our clone, in its comment."""
    text = Literal(MARK.format(control.info.dbname))
    control.execute(SQL("COMMENT ON DATABASE {} IS {}").format(Identifier(name), text))


def drop(control: psycopg.Connection, name: str) -> None:
    """Drop a clone, and end its sessions."""
    end_sessions(control, name)
    control.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))


def drop_leftovers(control: psycopg.Connection) -> list[str]:
    """Drop the clones that no run is using; return their names."""
    dropped = []
    for (name,) in control.execute(LEFTOVERS, (MARK.format(control.info.dbname),)).fetchall():
        if not claim(control, name):
            continue
        drop(control, name)
        control.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", (CLASS, name))
        dropped.append(name)
    return dropped

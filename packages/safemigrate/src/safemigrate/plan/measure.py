"""Running one statement while watching what PostgreSQL does for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Pool, event

from safemigrate.plan.gates import watched
from safemigrate.plan.snapshot import Snapshot, foreign_keys, snapshot
from safemigrate.plan.statement_verdict import Verdict, verdict

# A server that speaks another language to this user may refuse lc_messages; then its own words
# are matched, and DEBUG1 has been English everywhere since PostgreSQL 14.
SESSION = (
    "SELECT set_config('client_min_messages', 'debug1', false)",
    "SELECT set_config('lc_messages', 'C', false)",
)


def prepare(connection: Any) -> None:
    """Let a new session say what it does; it must not be in a transaction."""
    was = connection.autocommit
    connection.autocommit = True
    for setting in SESSION:
        # No error class is named: what is refused here is only told less well.
        with _tolerated():
            connection.execute(setting)
    connection.autocommit = was


@contextmanager
def prepared_sessions() -> Iterator[None]:
    """Prepare each connection that this thread opens."""
    thread = threading.get_ident()

    def connected(connection: Any, record: Any) -> None:
        if threading.get_ident() == thread:
            prepare(connection)

    event.listen(Pool, "connect", connected)
    try:
        yield
    finally:
        event.remove(Pool, "connect", connected)


def inside(
    connection: Any, work: Callable[[], Any], statement: str
) -> tuple[Verdict, Snapshot, Snapshot]:
    """Run a statement inside the session's transaction; return its verdict.

    work  what executes it, on this psycopg connection
    """
    before = snapshot(connection)
    with _said(connection) as messages:
        work()
    after = snapshot(connection)
    keys = _keys(connection, messages)
    return verdict(before, after, said=messages, statement=statement, keys=keys), before, after


def outside(
    connection: Any, work: Callable[[], Any], statement: str
) -> tuple[Verdict, Snapshot, Snapshot]:
    """Run a statement that refuses to be in a transaction; return its verdict."""
    before = snapshot(connection)
    watching = watched(connection, address(connection), statement, before.relations)
    with _said(connection) as messages, watching as seen:
        work()
    after = snapshot(connection)
    keys = _keys(connection, messages)
    found = verdict(
        before, after, said=messages, statement=statement, keys=keys, locks=frozenset(seen)
    )
    return found, before, after


def _keys(connection: Any, messages: list[str]) -> list[tuple[str, int, int]]:
    checked = any("foreign key" in message for message in messages)
    return foreign_keys(connection) if checked else []


def address(connection: Any) -> str:
    """Return how to connect to where a connection is connected, password included."""
    parts = {**conninfo_to_dict(connection.info.dsn), "password": connection.info.password}
    return make_conninfo("", **parts)


@contextmanager
def _said(connection: Any) -> Iterator[list[str]]:
    messages: list[str] = []

    def hear(notice: Any) -> None:
        messages.append(notice.message_primary or "")

    connection.add_notice_handler(hear)
    try:
        yield messages
    finally:
        connection.remove_notice_handler(hear)


@contextmanager
def _tolerated() -> Iterator[None]:
    import psycopg

    try:
        yield
    except psycopg.Error:
        return

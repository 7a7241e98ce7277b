"""Runs one statement and observes what PostgreSQL does."""

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

# A server may refuse lc_messages to this user.  Then its own language is matched; DEBUG1 messages
# have been English everywhere since PostgreSQL 14.
SESSION = (
    "SELECT set_config('client_min_messages', 'debug1', false)",
    "SELECT set_config('lc_messages', 'C', false)",
)


def prepare(connection: Any) -> None:
    """Make a new session report its work at DEBUG1; it must not be in a transaction."""
    autocommit = connection.autocommit
    connection.autocommit = True
    for setting in SESSION:
        # If a setting is refused, the plan only has less detail.
        with _tolerated():
            connection.execute(setting)
    connection.autocommit = autocommit


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

    work  executes the statement on this psycopg connection
    """
    before = snapshot(connection)
    with _server_messages(connection) as messages:
        work()
    after = snapshot(connection)
    keys = _keys(connection, messages)
    return verdict(before, after, messages=messages, statement=statement, keys=keys), before, after


def outside(
    connection: Any, work: Callable[[], Any], statement: str
) -> tuple[Verdict, Snapshot, Snapshot]:
    """Run a statement that cannot run inside a transaction; return its verdict."""
    before = snapshot(connection)
    watching = watched(connection, address(connection), statement, before.relations)
    with _server_messages(connection) as messages, watching as seen:
        work()
    after = snapshot(connection)
    keys = _keys(connection, messages)
    result = verdict(
        before, after, messages=messages, statement=statement, keys=keys, locks=frozenset(seen)
    )
    return result, before, after


def _keys(connection: Any, messages: list[str]) -> list[tuple[str, int, int]]:
    checked = any("foreign key" in message for message in messages)
    return foreign_keys(connection) if checked else []


def address(connection: Any) -> str:
    """Return the connection string of a connection, with its password."""
    parts = {**conninfo_to_dict(connection.info.dsn), "password": connection.info.password}
    return make_conninfo("", **parts)


@contextmanager
def _server_messages(connection: Any) -> Iterator[list[str]]:
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

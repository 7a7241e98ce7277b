"""Seeing the locks of a statement that runs outside a transaction and leaves none to look at.

Each table that the statement names has a gate: a session that holds locks of three strengths and
gives them back one by one, the strongest first.  The statement must wait at every gate; while it
waits, its locks are read, and that gate is opened one step further.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from safemigrate.plan.snapshot import Relation, held_or_awaited

POLL = 0.002  # seconds
LIMIT = 20  # gates; each is a session
TABLES = {"r", "p"}
# The last to go, ROW EXCLUSIVE, is what a writer holds: CONCURRENTLY waits until it is gone.
# EXCLUSIVE lets pass only who looks a table up before locking it, as VACUUM does.
STEPS = ("ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE")


class Gate:
    """A session in the way of one statement on one table."""

    def __init__(self, connection: psycopg.Connection, table: Relation) -> None:
        self.connection = connection
        self.pid = connection.info.backend_pid
        self.held = 0
        # ONLY: each partition has a gate of its own, and opens apart from its parent.
        lock = SQL("LOCK TABLE ONLY {} IN ").format(Identifier(table.schema, table.name))
        for mode in STEPS:
            self.held += 1
            connection.execute(SQL(f"SAVEPOINT step_{self.held}"))
            connection.execute(lock + SQL(f"{mode} MODE"))

    def open_further(self) -> None:
        """Let the statement go on to what it does next."""
        if self.held > 1:
            self.connection.execute(SQL(f"ROLLBACK TO SAVEPOINT step_{self.held}"))
            self.held -= 1
        else:
            self.connection.rollback()  # whoever waits for writers waits for their transactions


@contextmanager
def watched(
    connection: Any, address: str, statement: str, known: dict[int, Relation]
) -> Iterator[set[tuple[int, str]]]:
    """Lend the set of locks on tables that a statement of this connection is seen to take.

    address  where to connect for watching
    known    the relations as the connection names them
    """
    seen: set[tuple[int, str]] = set()
    with ExitStack() as stack:
        watcher = stack.enter_context(psycopg.connect(address, autocommit=True))
        gates = {}
        for table in _named_in(statement, known)[:LIMIT]:
            gate = Gate(stack.enter_context(psycopg.connect(address)), table)
            gates[gate.pid] = gate
        done = threading.Event()
        # A table's indexes are left out: the last short lock on one cannot be seen by waiting.
        only = {oid for oid, relation in known.items() if relation.kind in TABLES}
        arguments = (watcher, connection.info.backend_pid, gates, seen, done, only)
        thread = threading.Thread(target=_watch, args=arguments, daemon=True)
        thread.start()
        try:
            yield seen
        finally:
            done.set()
            thread.join()


def _watch(
    watcher: psycopg.Connection,
    pid: int,
    gates: dict[int, Gate],
    seen: set[tuple[int, str]],
    done: threading.Event,
    tables: set[int],
) -> None:
    try:
        while not done.wait(POLL):
            row = watcher.execute("SELECT pg_blocking_pids(%s)", (pid,)).fetchone()
            blocking = [gates[other] for other in (row[0] if row else ()) if other in gates]
            if blocking:
                locks = held_or_awaited(watcher, pid)
                seen.update(lock for lock in locks if lock[0] in tables)
                blocking[0].open_further()
    finally:
        # Whatever went wrong here, the statement must not wait for ever.
        for gate in gates.values():
            gate.connection.rollback()


def _named_in(statement: str, known: dict[int, Relation]) -> list[Relation]:
    words = set(re.findall(r"\w+", statement))
    named = [
        relation
        for relation in known.values()
        if relation.name in words and (relation.shown == relation.name or relation.schema in words)
    ]
    oids = {relation.table or relation.oid for relation in named}
    return [known[oid] for oid in sorted(oids) if oid in known and known[oid].kind in TABLES]

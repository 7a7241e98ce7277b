"""Observes the locks of a statement that cannot run in a transaction and keeps no locks.

Each table that the statement names has a gate: a session that holds locks of three strengths and
releases them one by one, the strongest first.  The statement must wait at every gate.  While it
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
# ROW EXCLUSIVE, released last, is what a writer holds: CONCURRENTLY waits until it is released.
# EXCLUSIVE lets only ACCESS SHARE pass: VACUUM looks a table up with it before locking it.
STEPS = ("ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE")


class Gate:
    """A session that blocks one statement on one table."""

    def __init__(self, connection: psycopg.Connection, table: Relation) -> None:
        self.connection = connection
        self.pid = connection.info.backend_pid
        self.held_locks = 0
        # ONLY: each partition has its own gate, which opens separately from its parent's.
        lock = SQL("LOCK TABLE ONLY {} IN ").format(Identifier(table.schema, table.name))
        for mode in STEPS:
            self.held_locks += 1
            connection.execute(SQL(f"SAVEPOINT step_{self.held_locks}"))
            connection.execute(lock + SQL(f"{mode} MODE"))

    def open_further(self) -> None:
        """Let the statement continue to its next lock."""
        if self.held_locks > 1:
            self.connection.execute(SQL(f"ROLLBACK TO SAVEPOINT step_{self.held_locks}"))
            self.held_locks -= 1
        else:
            self.connection.rollback()  # a statement waits for the end of writers' transactions


@contextmanager
def watched(
    connection: Any, address: str, statement: str, relations: dict[int, Relation]
) -> Iterator[set[tuple[int, str]]]:
    """Yield the set that collects the table locks of a statement of this connection.

    address    where to connect for watching
    relations  the relations that the connection sees
    """
    seen: set[tuple[int, str]] = set()
    with ExitStack() as stack:
        watcher = stack.enter_context(psycopg.connect(address, autocommit=True))
        gates = {}
        for table in _named_in(statement, relations)[:LIMIT]:
            gate = Gate(stack.enter_context(psycopg.connect(address)), table)
            gates[gate.pid] = gate
        finished = threading.Event()
        # Indexes are excluded: waiting cannot reveal the last short lock on an index.
        tables = {oid for oid, relation in relations.items() if relation.kind in TABLES}
        arguments = (watcher, connection.info.backend_pid, gates, seen, finished, tables)
        thread = threading.Thread(target=_watch, args=arguments, daemon=True)
        thread.start()
        try:
            yield seen
        finally:
            finished.set()
            thread.join()


def _watch(
    watcher: psycopg.Connection,
    pid: int,
    gates: dict[int, Gate],
    seen: set[tuple[int, str]],
    finished: threading.Event,
    tables: set[int],
) -> None:
    try:
        while not finished.wait(POLL):
            row = watcher.execute("SELECT pg_blocking_pids(%s)", (pid,)).fetchone()
            blocking = [gates[other] for other in (row[0] if row else ()) if other in gates]
            if blocking:
                locks = held_or_awaited(watcher, pid)
                seen.update(lock for lock in locks if lock[0] in tables)
                blocking[0].open_further()
    finally:
        # Even after an error here, the statement must not wait forever.
        for gate in gates.values():
            gate.connection.rollback()


def _named_in(statement: str, relations: dict[int, Relation]) -> list[Relation]:
    words = set(re.findall(r"\w+", statement))
    named = [
        relation
        for relation in relations.values()
        if relation.name in words and (relation.shown == relation.name or relation.schema in words)
    ]
    oids = {relation.table or relation.oid for relation in named}
    return [
        relations[oid] for oid in sorted(oids) if oid in relations and relations[oid].kind in TABLES
    ]

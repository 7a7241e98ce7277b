"""What a statement really does to tables full of rows, seen without the planner's means.

A second session reads the locks; an event trigger and the names of the files on disk show rewrites,
the server's row counters show reads, and new index files show builds.
"""

import re
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field

import psycopg

from tests.plan.truth_cases import ROWS, Case

REWRITES = """
CREATE FUNCTION public.tell_rewrite() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE NOTICE 'event trigger: rewrite of %', pg_event_trigger_table_rewrite_oid()::regclass;
END $$;
CREATE EVENT TRIGGER tell_rewrite ON table_rewrite EXECUTE FUNCTION public.tell_rewrite();
"""
RELATIONS = """
SELECT c.oid::int8, c.relname, c.relkind::text, pg_relation_filepath(c.oid),
       coalesce(pg_stat_get_xact_tuples_returned(c.oid), 0), coalesce(i.indrelid::int8, 0)
FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid WHERE c.relnamespace = current_schema()::regnamespace
"""
LOCKS = "SELECT relation::int8, mode FROM pg_locks WHERE pid = %s AND relation IS NOT NULL"
STRENGTH = {
    "AccessShareLock": (1, "AS"),
    "RowShareLock": (2, "RS"),
    "RowExclusiveLock": (3, "RX"),
    "ShareUpdateExclusiveLock": (4, "SUX"),
    "ShareLock": (5, "S"),
    "ShareRowExclusiveLock": (6, "SRX"),
    "ExclusiveLock": (7, "X"),
    "AccessExclusiveLock": (8, "AX"),
}


@dataclass
class Observed:
    """Facts about one statement on a database with rows."""

    locks: dict[str, str] = field(default_factory=dict)
    new_files: set[str] = field(default_factory=set)
    new_index_files: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    messages: list[str] = field(default_factory=list)
    error: str = ""


@dataclass(frozen=True)
class RelationState:
    """A relation at one moment."""

    name: str
    kind: str
    file: str | None
    read: int
    table: int


def observe(case: Case, url: str, schema: str) -> Observed:
    """Run a case's statement where the rows are, and roll it back where that can be done."""
    observed = Observed()
    options = f"-c search_path={schema} -c client_min_messages=debug1 -c lc_messages=C"
    with (
        psycopg.connect(url, options=options + " -c TimeZone=UTC") as session,
        psycopg.connect(url, autocommit=True) as watcher,
    ):
        session.add_notice_handler(lambda notice: observed.messages.append(notice.message_primary))
        try:
            if case.waits_for:
                _outside(case, session, watcher, observed, url, schema)
            else:
                _inside(case, session, watcher, observed)
        except psycopg.Error as error:
            observed.error = error.sqlstate
        session.rollback()
    return observed


def _inside(case, session, watcher, observed):
    before = _states(session)
    session.execute(case.statement)
    after = _states(session)
    held = watcher.execute(LOCKS, (session.info.backend_pid,)).fetchall()
    observed.locks = _strongest(held, before)
    _compare(before, after, observed)


def _outside(case, session, watcher, observed, url, schema):
    session.autocommit = True
    before = _states(session)
    failures = []

    def run():
        try:
            session.execute(case.statement)
        except psycopg.Error as error:
            failures.append(error)

    held = []
    with ExitStack() as stack:
        others = [stack.enter_context(psycopg.connect(url)) for _ in case.waits_for]
        for other, lock in zip(others, case.waits_for, strict=True):
            other.execute(f"LOCK TABLE ONLY {schema}.{lock} MODE")
        worker = threading.Thread(target=run)
        worker.start()
        for other in others:
            held += _locks_while_waiting(watcher, session, other)
            other.rollback()
        worker.join()
    if failures:
        raise failures[0]
    locks = _strongest(held, before)
    tables = {state.name for state in before.values() if state.kind in "rp"}
    observed.locks = {name: mode for name, mode in locks.items() if name in tables}
    _compare(before, _states(session), observed)


def _locks_while_waiting(watcher, session, other):
    pids = (other.info.backend_pid, session.info.backend_pid)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        row = watcher.execute("SELECT %s = ANY (pg_blocking_pids(%s))", pids).fetchone()
        if row[0]:
            return watcher.execute(LOCKS, (session.info.backend_pid,)).fetchall()
    raise AssertionError("the statement never waited for the other session")


def _states(session):
    return {oid: RelationState(*rest) for oid, *rest in session.execute(RELATIONS)}


def _strongest(held, before):
    names = {}
    for oid, mode in held:
        if oid in before:
            name = before[oid].name
            names[name] = max(names.get(name, (0, "")), STRENGTH[mode])
    return {name: mode for name, (_, mode) in names.items()}


def _compare(before, after, observed):
    files = {state.file for state in before.values()}
    for oid, state in after.items():
        new_file = state.file is not None and state.file not in files
        if state.kind in "rm" and oid in before:
            if new_file:
                observed.new_files.add(state.name)
            if state.read - before[oid].read >= ROWS:
                observed.read.add(state.name)
        if state.kind == "i" and new_file and state.table in before:
            observed.new_index_files.add(state.name)


def reported_names(observed: Observed, pattern: str) -> set[str]:
    """Return the names in what the server said."""
    names = [re.search(pattern, line) for line in observed.messages]
    return {match[1].rpartition(".")[2] for match in names if match}

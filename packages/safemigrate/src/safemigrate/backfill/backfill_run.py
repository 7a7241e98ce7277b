"""Runs a registered backfill until it is complete and verified, or something stops it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from safemigrate.backfill.backfill_errors import BackfillHalted, BadRows, RowsLeft, WindowClosed
from safemigrate.backfill.backfill_progress import Progress
from safemigrate.backfill.batch import change_by_sql
from safemigrate.backfill.function import as_batch_change, load_function
from safemigrate.backfill.line import WorkerSession
from safemigrate.backfill.pressure import Pressure, cannot_see_lag
from safemigrate.backfill.verify import mark_verified, reopen, rows_left, state_and_bad_rows
from safemigrate.backfill.work import Work, begin, read
from safemigrate.backfill.worker import SharedState, Worker
from safemigrate.postgres.session import Session
from safemigrate.project.window import Window, is_open, next_opening

LOOK = 0.25  # seconds between two looks at the server
PASSES = 3  # through the table in one run, if new rows match while it runs
MAX_SHOWN = 3  # bad rows listed in a message
NO_LAG = (
    "Backfill {} does not wait for standbys: this role may not see how far behind they are. "
    "GRANT pg_monitor to the role to change that."
)

_SEEN = """
SELECT state, rows_seen, rows_expected FROM _migrate.backfill WHERE name = :name
"""
_HEARTBEAT = "UPDATE _migrate.backfill SET heartbeat = clock_timestamp() WHERE name = :name"
_BAD = """
SELECT key, error FROM _migrate.backfill_bad_row WHERE name = %s ORDER BY found, key LIMIT %s
"""


@dataclass(frozen=True)
class Terms:
    """How a backfill is run; durations in seconds.

    workers       sessions that work at the same time
    target        how long a batch should take
    max_lag       a standby's lag above which no batch is started
    lock_timeout  how long a batch waits for a lock
    windows       when it may run; none means always
    window_text   the windows as typed
    """

    workers: int = 1
    target: float = 0.05
    max_lag: float = 10.0
    lock_timeout: float = 0.1
    windows: tuple[Window, ...] = ()
    window_text: str = ""


def run(engine: Engine, name: str, terms: Terms, say: Callable[[str], None]) -> None:
    """Run the backfill until it is complete and verified.

    Raises an error if something prevents that; completed batches are kept.
    """
    session = WorkerSession(engine, terms.lock_timeout)
    monitor = Session(engine)
    try:
        with session.transaction():
            work = read(session.ask, name)
            change = as_batch_change(load_function(work)) if work.function else change_by_sql
            begin(session.ask, work)
        if cannot_see_lag(monitor):
            say(NO_LAG.format(name))
        for _ in range(PASSES):
            _check_may_run(monitor, work)
            shared = SharedState(work, change, terms.target, terms.lock_timeout)
            _pass(engine, monitor, shared, terms, say)
            remaining = _verify_rows(session, work)
            if remaining == 0:
                return
            reopen(session, work)
        raise RowsLeft(name, remaining)
    finally:
        monitor.close()
        session.close()


def verify(engine: Engine, name: str, terms: Terms) -> None:
    """Count the rows left; mark the backfill verified if there are none, else raise an error."""
    session = WorkerSession(engine, terms.lock_timeout)
    try:
        with session.transaction():
            work = read(session.ask, name)
            state, _ = state_and_bad_rows(session.ask, name)
        if state in {"paused", "cancelled"}:
            raise BackfillHalted(name, state)
        remaining = _verify_rows(session, work)
        if remaining:
            reopen(session, work)
            raise RowsLeft(name, remaining)
    finally:
        session.close()


def _verify_rows(session: WorkerSession, work: Work) -> int:
    """Return how many rows are left; 0 if the backfill is now verified.  Raises BadRows."""
    remaining = rows_left(session, work)
    with session.transaction():
        _, bad = state_and_bad_rows(session.ask, work.name)
        shown = [_bad_row(work, *row) for row in session.ask(_BAD, work.name, MAX_SHOWN)]
    if bad and remaining <= bad:
        raise BadRows(work.name, bad, shown, stopped=False)
    if remaining == 0 and not mark_verified(session, work):
        raise RowsLeft(work.name, _rows_not_read(session, work))
    return remaining


def _rows_not_read(session: WorkerSession, work: Work) -> int:
    with session.transaction():
        return int(
            session.ask(
                "SELECT greatest(1, coalesce(rows_expected, 0) - rows_seen) "
                "FROM _migrate.backfill WHERE name = %s",
                work.name,
            )[0][0]
        )


def _bad_row(work: Work, key: Sequence[str], error: str) -> str:
    named = ", ".join(
        f"{column} = {value}" for column, value in zip(work.key.columns, key, strict=True)
    )
    return f"{work.relation} {named}: {error}"


def _check_may_run(monitor: Session, work: Work) -> None:
    state = monitor.value("SELECT state FROM _migrate.backfill WHERE name = :name", name=work.name)
    if state in {"paused", "cancelled"}:
        raise BackfillHalted(work.name, state)


def _pass(
    engine: Engine, monitor: Session, shared: SharedState, terms: Terms, say: Callable[[str], None]
) -> None:
    """Go through the rest of the table once, with all workers."""
    pressure = Pressure(monitor, shared.work.relation, shared.work.key, terms.max_lag)
    workers = [Worker(engine, shared) for _ in range(terms.workers)]
    for worker in workers:
        worker.start()
    try:
        _watch(monitor, shared, pressure, terms, say)
    finally:
        shared.stop.set()
        for worker in workers:
            worker.join()
    if shared.error is not None:
        raise shared.error
    if shared.bad:
        _stop_on_many_bad_rows(monitor, shared)


def _watch(
    monitor: Session,
    shared: SharedState,
    pressure: Pressure,
    terms: Terms,
    say: Callable[[str], None],
) -> None:
    """Watch the workers until the pass is done or one of them stops."""
    name, last_state = shared.work.name, ""
    progress: Progress | None = None
    while not shared.stop.is_set():
        state, seen, expected = monitor.rows(_SEEN, name=name)[0]
        if state == "cancelled":
            raise BackfillHalted(name, state)
        if state in {"done", "verified"}:
            return
        now = datetime.now(UTC)
        if not is_open(terms.windows, now):
            raise WindowClosed(name, terms.window_text, next_opening(terms.windows, now))
        if state == "paused" != last_state:
            say(f"Backfill {name} is paused: it waits until it is resumed or cancelled.")
        last_state = state
        shared.pace = pressure.look()
        monitor.rows(_HEARTBEAT, name=name)
        progress = progress or Progress(name, seen)
        line = progress.line(seen, expected, pressure.why)
        if line:
            say(line)
        _wait(shared, monitor)


def _wait(shared: SharedState, monitor: Session) -> None:
    """Wait until the next look is due, a worker stops, or a short pass ends."""
    until = time.monotonic() + LOOK
    while time.monotonic() < until and not shared.stop.wait(LOOK / 10):
        if monitor.value(
            "SELECT state <> 'registered' FROM _migrate.backfill WHERE name = :name",
            name=shared.work.name,
        ):
            return


def _stop_on_many_bad_rows(monitor: Session, shared: SharedState) -> None:
    from safemigrate.backfill.worker import BAD_AT_ONCE

    if shared.bad < BAD_AT_ONCE:
        return
    rows = monitor.rows(
        "SELECT key, error FROM _migrate.backfill_bad_row WHERE name = :name ORDER BY found, key",
        name=shared.work.name,
    )
    shown = [_bad_row(shared.work, *row) for row in rows[:MAX_SHOWN]]
    raise BadRows(shared.work.name, len(rows), shown, stopped=True)

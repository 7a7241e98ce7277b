"""Runs a registered background change until it is complete and verified, or something stops it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from safemigrate.backfill.backfill_errors import BadRows, Halted, RowsLeft, WindowClosed
from safemigrate.backfill.backfill_progress import Progress
from safemigrate.backfill.batch import change_by_sql
from safemigrate.backfill.function import change_by, loaded
from safemigrate.backfill.line import Line
from safemigrate.backfill.pressure import Pressure, sees_no_lag
from safemigrate.backfill.verify import mark_verified, reopen, rows_left, standing
from safemigrate.backfill.work import Work, begin, read
from safemigrate.backfill.worker import Course, Worker
from safemigrate.postgres.session import Session
from safemigrate.project.window import Window, is_open, next_opening

LOOK = 0.25  # seconds between two looks at the server
PASSES = 3  # through the table in one run, where rows come to match meanwhile
NAMED = 3  # bad rows that a sentence names
NO_LAG = (
    "Backfill {} does not wait for standbys: this role may not see how far they are. "
    "GRANT pg_monitor to it for that."
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
    """How a change is run; durations in seconds.

    workers       sessions that work at once
    target        what a batch should take
    max_lag       of a standby, above which nothing is done
    lock_timeout  of a batch
    windows       when it may run; none is always
    """

    workers: int = 1
    target: float = 0.05
    max_lag: float = 10.0
    lock_timeout: float = 0.1
    windows: tuple[Window, ...] = ()
    window_text: str = ""


def run(engine: Engine, name: str, terms: Terms, say: Callable[[str], None]) -> None:
    """Bring the work to its verified end.

    Raises a sentence for everything that keeps it from that; what is done stays done.
    """
    line = Line(engine, terms.lock_timeout)
    session = Session(engine)
    try:
        with line.transaction():
            work = read(line.ask, name)
            change = change_by(loaded(work)) if work.function else change_by_sql
            begin(line.ask, work)
        if sees_no_lag(session):
            say(NO_LAG.format(name))
        for _ in range(PASSES):
            _see_that_it_may_run(session, work)
            _pass(
                engine, session, Course(work, change, terms.target, terms.lock_timeout), terms, say
            )
            left = _verified(line, work)
            if left == 0:
                return
            reopen(line, work)
        raise RowsLeft(name, left)
    finally:
        session.close()
        line.close()


def verify(engine: Engine, name: str, terms: Terms) -> None:
    """Count what is left, and mark the work verified where that is nothing; else say what is."""
    line = Line(engine, terms.lock_timeout)
    try:
        with line.transaction():
            work = read(line.ask, name)
            state, _ = standing(line.ask, name)
        if state in {"paused", "cancelled"}:
            raise Halted(name, state)
        left = _verified(line, work)
        if left:
            reopen(line, work)
            raise RowsLeft(name, left)
    finally:
        line.close()


def _verified(line: Line, work: Work) -> int:
    """Return how many rows are left; 0 where the work is now verified.  Raises BadRows."""
    left = rows_left(line, work)
    with line.transaction():
        _, bad = standing(line.ask, work.name)
        shown = [_bad_row(work, *row) for row in line.ask(_BAD, work.name, NAMED)]
    if bad and left <= bad:
        raise BadRows(work.name, bad, shown, stopped=False)
    if left == 0 and not mark_verified(line, work):
        raise RowsLeft(work.name, _not_gone_through(line, work))
    return left


def _not_gone_through(line: Line, work: Work) -> int:
    with line.transaction():
        return int(
            line.ask(
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


def _see_that_it_may_run(session: Session, work: Work) -> None:
    state = session.value("SELECT state FROM _migrate.backfill WHERE name = :name", name=work.name)
    if state in {"paused", "cancelled"}:
        raise Halted(work.name, state)


def _pass(
    engine: Engine, session: Session, course: Course, terms: Terms, say: Callable[[str], None]
) -> None:
    """Go through what is left of the table once, with all workers."""
    pressure = Pressure(session, course.work.relation, course.work.key, terms.max_lag)
    workers = [Worker(engine, course) for _ in range(terms.workers)]
    for worker in workers:
        worker.start()
    try:
        _watch(session, course, pressure, terms, say)
    finally:
        course.stop.set()
        for worker in workers:
            worker.join()
    if course.error is not None:
        raise course.error
    if course.bad:
        _refuse_many(session, course)


def _watch(
    session: Session,
    course: Course,
    pressure: Pressure,
    terms: Terms,
    say: Callable[[str], None],
) -> None:
    """Look after the workers until the pass is done or one of them stopped."""
    name, told = course.work.name, ""
    progress: Progress | None = None
    while not course.stop.is_set():
        state, seen, expected = session.rows(_SEEN, name=name)[0]
        if state == "cancelled":
            raise Halted(name, state)
        if state in {"done", "verified"}:
            return
        now = datetime.now(UTC)
        if not is_open(terms.windows, now):
            raise WindowClosed(name, terms.window_text, next_opening(terms.windows, now))
        if state == "paused" != told:
            say(f"Backfill {name} is paused: it waits to be resumed, or cancelled.")
        told = state
        course.pace = pressure.look()
        session.rows(_HEARTBEAT, name=name)
        progress = progress or Progress(name, seen)
        said = progress.line(seen, expected, pressure.why)
        if said:
            say(said)
        _rest(course, session)


def _rest(course: Course, session: Session) -> None:
    """Wait for the next look, a worker's end, or the end of a short pass."""
    until = time.monotonic() + LOOK
    while time.monotonic() < until and not course.stop.wait(LOOK / 10):
        if session.value(
            "SELECT state <> 'registered' FROM _migrate.backfill WHERE name = :name",
            name=course.work.name,
        ):
            return


def _refuse_many(session: Session, course: Course) -> None:
    from safemigrate.backfill.worker import BAD_AT_ONCE

    if course.bad < BAD_AT_ONCE:
        return
    rows = session.rows(
        "SELECT key, error FROM _migrate.backfill_bad_row WHERE name = :name ORDER BY found, key",
        name=course.work.name,
    )
    shown = [_bad_row(course.work, *row) for row in rows[:NAMED]]
    raise BadRows(course.work.name, len(rows), shown, stopped=True)

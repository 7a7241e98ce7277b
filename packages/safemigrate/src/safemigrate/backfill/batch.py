"""Hands out key ranges of a table and changes their rows, each exactly once.

A range is handed out in its own transaction.  The worker that changes its rows locks the range and
deletes it from the list in the same transaction, so that both commit or neither does.  If a range
has several shares (`shares`), each share is one such transaction, and the last deletes the range.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from safemigrate.backfill.backfill_errors import RowsStillMatch
from safemigrate.backfill.key import Range, escape_percent
from safemigrate.backfill.line import WorkerSession
from safemigrate.backfill.work import Work

LONGEST_PAUSE = 5.0  # seconds before a range that ran into a lock is retried

_PROGRESS = """
SELECT state, reached, upper, exhausted,
       rows_seen > 0 AND pass = 1 AND rows_changed >= rows_seen / 2
FROM _migrate.backfill WHERE name = %s FOR UPDATE
"""
_HAND_OUT = """
INSERT INTO _migrate.backfill_batch (name, after, upto, shares, rows) VALUES (%s, %s, %s, %s, %s)
"""
_REACHED = """
UPDATE _migrate.backfill SET reached = %s, upper = %s, exhausted = %s WHERE name = %s
"""
_TAKE = """
SELECT b.id, b.after, b.upto, b.single, b.share, b.shares, b.rows FROM _migrate.backfill_batch b
JOIN _migrate.backfill f USING (name)
WHERE name = %s AND f.state = 'registered' AND b.not_before <= clock_timestamp()
ORDER BY b.id LIMIT 1 FOR UPDATE OF b SKIP LOCKED
"""
_COUNT_ROWS = """
WITH done AS ({})
UPDATE _migrate.backfill SET rows_seen = rows_seen + %s, rows_changed = rows_changed + %s,
       heartbeat = clock_timestamp()
WHERE name = %s
"""
_DONE = _COUNT_ROWS.format("DELETE FROM _migrate.backfill_batch WHERE id = %s")
_SHARE_DONE = _COUNT_ROWS.format(
    "UPDATE _migrate.backfill_batch SET share = share + 1, tries = 0 WHERE id = %s"
)
_POSTPONE = """
UPDATE _migrate.backfill_batch SET tries = tries + 1,
       not_before = clock_timestamp() + least(%s, 0.1 * 2 ^ least(tries, 10)) * interval '1 second'
WHERE id = %s
"""
_REMOVE = "DELETE FROM _migrate.backfill_batch WHERE id = %s AND share = %s RETURNING 1"
_BAD = """
INSERT INTO _migrate.backfill_bad_row (name, key, sqlstate, error) VALUES (%s, %s, %s, %s)
ON CONFLICT (name, key) DO UPDATE SET sqlstate = excluded.sqlstate, error = excluded.error,
                                      found = clock_timestamp()
"""
_INSERT_PART = """
INSERT INTO _migrate.backfill_batch (name, after, upto, share, shares, rows)
VALUES (%s, %s, %s, %s, %s, %s)
"""
# To open or close a pass, lock the backfill first and query the lists in a later statement: a
# statement that waits for the lock still sees the lists as they were before it waited.
LOCKED = "SELECT FROM _migrate.backfill WHERE name = %s FOR UPDATE"
_CLOSE = """
UPDATE _migrate.backfill f SET state = 'done', finished = clock_timestamp()
WHERE name = %s AND state = 'registered' AND exhausted
  AND NOT EXISTS (SELECT FROM _migrate.backfill_batch b WHERE b.name = f.name)
RETURNING 1
"""

Value = tuple[str, ...]  # of a key
BatchChange = Callable[[WorkerSession, Work, Range], int]  # returns how many rows it changed


@dataclass(frozen=True)
class Batch:
    """A range, or one share of it, that was handed out.

    rows  about how many it has
    took  seconds of the change itself, without our bookkeeping, which may wait for other workers
    """

    number: int
    range: Range
    rows: int
    took: float = 0.0

    @property
    def is_last(self) -> bool:
        """Return whether it completes the range."""
        return self.range.share + 1 == self.range.shares


def hand_out(session: WorkerSession, work: Work, size: int) -> bool:
    """Put the next range on the list; return False if there is none, or the backfill may not run.

    size  rows of a transaction

    Shares pay off if most rows are changed, because each share reads the whole range.
    """
    with session.transaction():
        # A server crash may lose this commit, but then also everything after it.
        session.ask("SET LOCAL synchronous_commit = off")
        [(state, reached, upper, exhausted, mostly_changed)] = session.ask(_PROGRESS, work.name)
        if state != "registered" or exhausted:
            return False
        upper = upper or last_key(session, work)
        if upper is None:
            session.ask(_REACHED, None, None, True, work.name)
            return False
        after = tuple(reached) if reached else None
        shares = work.shares if mostly_changed else 1
        upto, rows = range_end(session, work, after, tuple(upper), size * shares)
        session.ask(_HAND_OUT, work.name, reached, list(upto), shares, rows)
        session.ask(_REACHED, list(upto), list(upper), list(upto) == list(upper), work.name)
        return True


def last_key(session: WorkerSession, work: Work) -> Value | None:
    """Return the greatest key of the table, None if it is empty."""
    order = ", ".join(f"{name} DESC" for name in work.key.names)
    rows = session.ask(
        f"SELECT {work.key.as_text} FROM {escape_percent(work.relation)} ORDER BY {order} LIMIT 1"  # noqa: S608
    )
    return rows[0] if rows else None


def range_end(
    session: WorkerSession, work: Work, after: Value | None, upper: Value, size: int
) -> tuple[Value, int]:
    """Return the last key of a range of at most `size` rows, and how many rows it has."""
    condition, values = Range(after, upper).condition(work.key)
    table = escape_percent(work.relation)
    rows = session.ask(
        f"SELECT {work.key.as_text} FROM {table} WHERE {condition} "  # noqa: S608
        f"ORDER BY {work.key.listed} OFFSET {size - 1} LIMIT 1",
        *values,
    )
    if rows:
        return rows[0], size
    return upper, session.ask(f"SELECT count(*) FROM {table} WHERE {condition}", *values)[0][0]  # noqa: S608


def change_next_batch(session: WorkerSession, work: Work, change: BatchChange) -> Batch | None:
    """Change the rows of one range; return None if there is none to change now.

    Raises BatchFailed with the database's error; then call `postpone` or `split` for the range.
    """
    with session.transaction():
        rows = session.ask(_TAKE, work.name)
        if not rows:
            return None
        batch = _batch(rows[0])
        began = time.monotonic()
        try:
            changed = change(session, work, batch.range)
            session.ask("SET CONSTRAINTS ALL IMMEDIATE")
        except Exception as error:
            raise BatchFailed(batch) from error
        took = time.monotonic() - began
        done = _DONE if batch.is_last else _SHARE_DONE
        session.ask(done, batch.number, batch.rows, changed, work.name)
        return replace(batch, took=took)


def change_by_sql(session: WorkerSession, work: Work, rows: Range) -> int:
    """Run the UPDATE; raise RowsStillMatch if a changed row would be changed again."""
    condition, values = rows.condition(work.key)
    still = work.matches if work.condition else "false"
    changed, unchanged = session.ask(
        f"WITH changed AS ({work.update} WHERE {condition} AND {work.matches} "  # noqa: S608
        f"RETURNING {still} AS still) "
        "SELECT count(*), count(*) FILTER (WHERE still) FROM changed",
        *values,
    )[0]
    if unchanged:
        raise RowsStillMatch(work.name, str(work.condition), unchanged)
    return int(changed)


class BatchFailed(Exception):
    """The rows of a range could not be changed; the database's error is the cause."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        super().__init__(f"batch {batch.number}")


def postpone(session: WorkerSession, batch: Batch) -> None:
    """Retry a range that ran into a lock later, after others."""
    with session.transaction():
        session.ask(_POSTPONE, LONGEST_PAUSE, batch.number)


def split(session: WorkerSession, work: Work, batch: Batch, *, sqlstate: str, error: str) -> bool:
    """Split a failed range in half; if it has one row, record that row as bad and return True.

    If another worker has since changed a share of the range, the range stays as it is.
    It counts keys, not rows, because a table and its child may have rows with the same key.
    """
    with session.transaction():
        if not session.ask(_REMOVE, batch.number, batch.range.share):
            return False
        condition, values = replace(batch.range, share=0, shares=1).condition(work.key)
        table = escape_percent(work.relation)
        keys = f"SELECT DISTINCT {work.key.listed} FROM {table} WHERE {condition}"  # noqa: S608
        count = session.ask(f"SELECT count(*) FROM ({keys}) AS found", *values)[0][0]  # noqa: S608
        if count == 0:
            return False
        [(key,)] = session.ask(
            f"SELECT ARRAY[{_texts(work)}] FROM ({keys}) AS found "  # noqa: S608
            f"ORDER BY {work.key.listed} OFFSET {(count - 1) // 2} LIMIT 1",
            *values,
        )
        if count == 1:
            session.ask(_BAD, work.name, key, sqlstate, error)
            return True
        after = list(batch.range.after) if batch.range.after else None
        share = batch.range.share, batch.range.shares
        session.ask(_INSERT_PART, work.name, after, key, *share, (count + 1) // 2)
        session.ask(_INSERT_PART, work.name, key, list(batch.range.upto), *share, count // 2)
        return False


def end_of_pass(session: WorkerSession, work: Work) -> bool:
    """Mark the pass done if every range is done; return whether this call marked it."""
    with session.transaction():
        session.ask(LOCKED, work.name)
        return bool(session.ask(_CLOSE, work.name))


def _texts(work: Work) -> str:
    return ", ".join(f"{name}::text" for name in work.key.names)


def _batch(row: tuple[Any, ...]) -> Batch:
    number, after, upto, single, share, shares, rows = row
    part = Range(tuple(after) if after else None, tuple(upto), single, share, shares)
    return Batch(number, part, rows * (share + 1) // shares - rows * share // shares)

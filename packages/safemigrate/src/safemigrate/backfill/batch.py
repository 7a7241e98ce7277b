"""Hands out key ranges of a table, and changes the rows of one: each exactly once.

A range is handed out by a transaction of its own.  Whoever changes its rows locks it for that
long, and takes it off the list in the same transaction: so both are kept, or neither is.  Of a
range in several shares (`shares`) each is such a transaction, and the last takes it off the list.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from safemigrate.backfill.backfill_errors import StillMatches
from safemigrate.backfill.key import Range, doubled
from safemigrate.backfill.line import Line
from safemigrate.backfill.work import Work

LONGEST_PAUSE = 5.0  # seconds before a range that met a lock is tried again

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
_NOTED = """
WITH done AS ({})
UPDATE _migrate.backfill SET rows_seen = rows_seen + %s, rows_changed = rows_changed + %s,
       heartbeat = clock_timestamp()
WHERE name = %s
"""
_DONE = _NOTED.format("DELETE FROM _migrate.backfill_batch WHERE id = %s")
_SHARE_DONE = _NOTED.format(
    "UPDATE _migrate.backfill_batch SET share = share + 1, tries = 0 WHERE id = %s"
)
_LATER = """
UPDATE _migrate.backfill_batch SET tries = tries + 1,
       not_before = clock_timestamp() + least(%s, 0.1 * 2 ^ least(tries, 10)) * interval '1 second'
WHERE id = %s
"""
_TAKE_BACK = "DELETE FROM _migrate.backfill_batch WHERE id = %s AND share = %s RETURNING 1"
_BAD = """
INSERT INTO _migrate.backfill_bad_row (name, key, sqlstate, error) VALUES (%s, %s, %s, %s)
ON CONFLICT (name, key) DO UPDATE SET sqlstate = excluded.sqlstate, error = excluded.error,
                                      found = clock_timestamp()
"""
_PUT = """
INSERT INTO _migrate.backfill_batch (name, after, upto, share, shares, rows)
VALUES (%s, %s, %s, %s, %s, %s)
"""
# Whoever opens or closes a pass locks the work first, and asks what is on the lists afterwards: a
# statement that waits for the lock would still see them as they were before it waited.
LOCKED = "SELECT FROM _migrate.backfill WHERE name = %s FOR UPDATE"
_CLOSE = """
UPDATE _migrate.backfill f SET state = 'done', finished = clock_timestamp()
WHERE name = %s AND state = 'registered' AND exhausted
  AND NOT EXISTS (SELECT FROM _migrate.backfill_batch b WHERE b.name = f.name)
RETURNING 1
"""

Change = Callable[[Line, Work, Range], int]  # returns how many rows it changed


@dataclass(frozen=True)
class Batch:
    """A range, or a share of one, that was handed out; its rows are about so many.

    took  seconds of the change itself; our own notes may wait for each other
    """

    number: int
    range: Range
    rows: int
    took: float = 0.0

    @property
    def is_last(self) -> bool:
        """Return whether the range is done with it."""
        return self.range.share + 1 == self.range.shares


def hand_out(line: Line, work: Work, size: int) -> bool:
    """Put the next range on the list; return False where nothing is left, or may be.

    size  rows of a transaction

    Shares pay where most rows are changed: each one reads the whole range.
    """
    with line.transaction():
        # Lost with a server that dies, and then so is everything after it.
        line.ask("SET LOCAL synchronous_commit = off")
        [(state, reached, upper, exhausted, most)] = line.ask(_PROGRESS, work.name)
        if state != "registered" or exhausted:
            return False
        upper = upper or last_key(line, work)
        if upper is None:
            line.ask(_REACHED, None, None, True, work.name)
            return False
        after = tuple(reached) if reached else None
        shares = work.shares if most else 1
        upto, rows = bound(line, work, after, tuple(upper), size * shares)
        line.ask(_HAND_OUT, work.name, reached, list(upto), shares, rows)
        line.ask(_REACHED, list(upto), list(upper), list(upto) == list(upper), work.name)
        return True


def last_key(line: Line, work: Work) -> tuple[str, ...] | None:
    """Return the greatest key of the table, None where it is empty."""
    order = ", ".join(f"{name} DESC" for name in work.key.names)
    rows = line.ask(
        f"SELECT {work.key.as_text} FROM {doubled(work.relation)} ORDER BY {order} LIMIT 1"  # noqa: S608
    )
    return rows[0] if rows else None


def bound(
    line: Line, work: Work, after: tuple[str, ...] | None, upper: tuple[str, ...], size: int
) -> tuple[tuple[str, ...], int]:
    """Return the key that ends a range of so many rows, and how many it has."""
    condition, values = Range(after, upper).condition(work.key)
    table = doubled(work.relation)
    rows = line.ask(
        f"SELECT {work.key.as_text} FROM {table} WHERE {condition} "  # noqa: S608
        f"ORDER BY {work.key.listed} OFFSET {size - 1} LIMIT 1",
        *values,
    )
    if rows:
        return rows[0], size
    return upper, line.ask(f"SELECT count(*) FROM {table} WHERE {condition}", *values)[0][0]  # noqa: S608


def work_off(line: Line, work: Work, change: Change) -> Batch | None:
    """Change the rows of one range; None where none may be worked on now.

    Raises what the database says; then `postponed` or `split` says what becomes of the range.
    """
    with line.transaction():
        rows = line.ask(_TAKE, work.name)
        if not rows:
            return None
        batch = _batch(rows[0])
        began = time.monotonic()
        try:
            changed = change(line, work, batch.range)
            line.ask("SET CONSTRAINTS ALL IMMEDIATE")
        except Exception as error:
            raise Failed(batch) from error
        took = time.monotonic() - began
        done = _DONE if batch.is_last else _SHARE_DONE
        line.ask(done, batch.number, batch.rows, changed, work.name)
        return replace(batch, took=took)


def change_by_sql(line: Line, work: Work, rows: Range) -> int:
    """Run the UPDATE; StillMatches where a changed row would be changed again."""
    condition, values = rows.condition(work.key)
    still = work.matches if work.condition else "false"
    changed, left = line.ask(
        f"WITH changed AS ({work.update} WHERE {condition} AND {work.matches} "  # noqa: S608
        f"RETURNING {still} AS still) "
        "SELECT count(*), count(*) FILTER (WHERE still) FROM changed",
        *values,
    )[0]
    if left:
        raise StillMatches(work.name, str(work.condition), left)
    return int(changed)


class Failed(Exception):
    """A range whose rows could not be changed; the database's error is its cause."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        super().__init__(f"batch {batch.number}")


def postponed(line: Line, batch: Batch) -> None:
    """Let others go first with a range that met a lock."""
    with line.transaction():
        line.ask(_LATER, LONGEST_PAUSE, batch.number)


def split(line: Line, work: Work, batch: Batch, *, sqlstate: str, error: str) -> bool:
    """Halve a range that failed; put a row that is alone aside, and return True.

    Where another worker took it since and got further, it is no longer what failed, and stays.
    Keys are counted and not rows: a table and one that inherits from it may both have a key.
    """
    with line.transaction():
        if not line.ask(_TAKE_BACK, batch.number, batch.range.share):
            return False
        condition, values = replace(batch.range, share=0, shares=1).condition(work.key)
        keys = f"SELECT DISTINCT {work.key.listed} FROM {doubled(work.relation)} WHERE {condition}"  # noqa: S608
        count = line.ask(f"SELECT count(*) FROM ({keys}) AS found", *values)[0][0]  # noqa: S608
        if count == 0:
            return False
        [(key,)] = line.ask(
            f"SELECT ARRAY[{_texts(work)}] FROM ({keys}) AS found "  # noqa: S608
            f"ORDER BY {work.key.listed} OFFSET {(count - 1) // 2} LIMIT 1",
            *values,
        )
        if count == 1:
            line.ask(_BAD, work.name, key, sqlstate, error)
            return True
        after = list(batch.range.after) if batch.range.after else None
        share = batch.range.share, batch.range.shares
        line.ask(_PUT, work.name, after, key, *share, (count + 1) // 2)
        line.ask(_PUT, work.name, key, list(batch.range.upto), *share, count // 2)
        return False


def end_of_pass(line: Line, work: Work) -> bool:
    """Note that every range is done, if that is so; return whether we were who noted it."""
    with line.transaction():
        line.ask(LOCKED, work.name)
        return bool(line.ask(_CLOSE, work.name))


def _texts(work: Work) -> str:
    return ", ".join(f"{name}::text" for name in work.key.names)


def _batch(row: tuple[Any, ...]) -> Batch:
    number, after, upto, single, share, shares, rows = row
    part = Range(tuple(after) if after else None, tuple(upto), single, share, shares)
    return Batch(number, part, rows * (share + 1) // shares - rows * share // shares)

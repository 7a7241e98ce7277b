"""Counts the rows left to change, in short queries, and marks a complete backfill as verified."""

from __future__ import annotations

import time
from typing import Any

from safemigrate.backfill.batch import LOCKED, last_key
from safemigrate.backfill.key import Range, escape_percent
from safemigrate.backfill.line import WorkerSession
from safemigrate.backfill.work import Work
from safemigrate.backfill.worker import FIRST_SIZE, next_size

TARGET = 0.2  # seconds of one query

_VERIFIED = """
UPDATE _migrate.backfill f SET state = 'verified', finished = coalesce(finished, clock_timestamp())
WHERE name = %s AND state IN ('done', 'verified')
  AND NOT EXISTS (SELECT FROM _migrate.backfill_bad_row b WHERE b.name = f.name)
  AND NOT EXISTS (SELECT FROM _migrate.backfill_batch b WHERE b.name = f.name)
RETURNING 1
"""
_REOPENED = """
UPDATE _migrate.backfill f SET state = 'registered', reached = NULL, upper = NULL,
       exhausted = false, pass = pass + 1, rows_seen = 0, finished = NULL
WHERE name = %s AND state IN ('done', 'verified')
"""
_STATE = """
SELECT state, (SELECT count(*) FROM _migrate.backfill_bad_row b WHERE b.name = f.name)
FROM _migrate.backfill f WHERE name = %s
"""


def rows_left(session: WorkerSession, work: Work) -> int:
    """Return how many rows still match the condition, including bad rows.

    Without a condition return 0: then only the list of ranges can tell.
    """
    if not work.condition:
        return 0
    with session.transaction():
        upper = last_key(session, work)
    after: tuple[str, ...] | None = None
    remaining, size = 0, FIRST_SIZE
    while upper is not None and after != upper:
        began = time.monotonic()
        with session.transaction():
            rows, matching, last = _scan(session, work, Range(after, upper), size)
        remaining += matching
        after = upper if rows < size else last
        size = next_size(size, rows, time.monotonic() - began, TARGET)
    return remaining


def _scan(
    session: WorkerSession, work: Work, rows: Range, size: int
) -> tuple[int, int, tuple[str, ...] | None]:
    """Return how many rows of a range were read, at most `size`, how many match, and the last key.

    It is one scan: finding the end of a part first, then counting in it, would read each row twice.
    Rows of an ordered subquery are aggregated in its order.
    https://www.postgresql.org/docs/current/functions-aggregate.html
    """
    condition, values = rows.condition(work.key)
    last = ", ".join(
        f'(array_agg("#{number}"))[count(*)]::text' for number in range(len(work.key.columns))
    )
    number, matching, *key = session.ask(
        f'SELECT count(*), count(*) FILTER (WHERE "#"), {last} FROM ('  # noqa: S608
        f'SELECT {work.key.numbered}, {work.matches} AS "#" FROM {escape_percent(work.relation)} '
        f"WHERE {condition} ORDER BY {work.key.listed} LIMIT {size}) AS part",
        *values,
    )[0]
    return int(number), int(matching), tuple(key) if number else None


def state_and_bad_rows(ask: Any, name: str) -> tuple[str, int]:
    """Return the state, and how many rows are bad."""
    state, bad = ask(_STATE, name)[0]
    return str(state), int(bad)


def mark_verified(session: WorkerSession, work: Work) -> bool:
    """Mark the backfill verified; return False if a range is not done or a row is bad."""
    with session.transaction():
        session.ask(LOCKED, work.name)
        return bool(session.ask(_VERIFIED, work.name))


def reopen(session: WorkerSession, work: Work) -> None:
    """Start another pass through the table, for rows that have come to match since."""
    with session.transaction():
        session.ask(_REOPENED, work.name)

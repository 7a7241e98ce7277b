"""Counts what is left to change, in short questions, and marks complete work as verified."""

from __future__ import annotations

import time
from typing import Any

from safemigrate.backfill.batch import LOCKED, last_key
from safemigrate.backfill.key import Range, doubled
from safemigrate.backfill.line import Line
from safemigrate.backfill.work import Work
from safemigrate.backfill.worker import FIRST, sized

TARGET = 0.2  # seconds of one question

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
_STANDING = """
SELECT state, (SELECT count(*) FROM _migrate.backfill_bad_row b WHERE b.name = f.name)
FROM _migrate.backfill f WHERE name = %s
"""


def rows_left(line: Line, work: Work) -> int:
    """Return how many rows still match the condition, those that were put aside among them.

    Without a condition only the key range can tell: return 0 where all of it is done.
    """
    if not work.condition:
        return 0
    with line.transaction():
        upper = last_key(line, work)
    after: tuple[str, ...] | None = None
    left, size = 0, FIRST
    while upper is not None and after != upper:
        began = time.monotonic()
        with line.transaction():
            rows, found, last = _looked_at(line, work, Range(after, upper), size)
        left += found
        after = upper if rows < size else last
        size = sized(size, rows, time.monotonic() - began, TARGET)
    return left


def _looked_at(
    line: Line, work: Work, rows: Range, size: int
) -> tuple[int, int, tuple[str, ...] | None]:
    """Return how many rows of a range were read, at most size, how many match, and the last key.

    One scan: to find the end of a part first and then to count in it would read each row twice.
    The parts of an ordered subquery are aggregated in its order.
    https://www.postgresql.org/docs/current/functions-aggregate.html
    """
    condition, values = rows.condition(work.key)
    last = ", ".join(
        f'(array_agg("#{number}"))[count(*)]::text' for number in range(len(work.key.columns))
    )
    number, found, *key = line.ask(
        f'SELECT count(*), count(*) FILTER (WHERE "#"), {last} FROM ('  # noqa: S608
        f'SELECT {work.key.numbered}, {work.matches} AS "#" FROM {doubled(work.relation)} '
        f"WHERE {condition} ORDER BY {work.key.listed} LIMIT {size}) AS part",
        *values,
    )[0]
    return int(number), int(found), tuple(key) if number else None


def standing(ask: Any, name: str) -> tuple[str, int]:
    """Return the state, and how many rows are put aside."""
    state, bad = ask(_STANDING, name)[0]
    return str(state), int(bad)


def mark_verified(line: Line, work: Work) -> bool:
    """Note that nothing is left to change; return False where a range is not done, or a row bad."""
    with line.transaction():
        line.ask(LOCKED, work.name)
        return bool(line.ask(_VERIFIED, work.name))


def reopen(line: Line, work: Work) -> None:
    """Let the table be gone through once more, for rows that came to match meanwhile."""
    with line.transaction():
        line.ask(_REOPENED, work.name)

"""Counts what is left to change, in short questions, and marks complete work as verified."""

from __future__ import annotations

import time
from typing import Any

from safemigrate.backfill.batch import bound, last_key
from safemigrate.backfill.key import Range, doubled
from safemigrate.backfill.line import Line
from safemigrate.backfill.work import Work
from safemigrate.backfill.worker import FIRST, sized

TARGET = 0.2  # seconds of one question

_VERIFIED = """
UPDATE _migrate.backfill f SET state = 'verified', finished = coalesce(finished, clock_timestamp())
WHERE name = %s AND state IN ('done', 'verified')
  AND NOT EXISTS (SELECT FROM _migrate.backfill_bad_row b WHERE b.name = f.name)
"""
_REOPENED = """
UPDATE _migrate.backfill f SET state = 'registered', reached = NULL, upper = NULL,
       exhausted = false, pass = pass + 1, rows_seen = 0, finished = NULL
WHERE name = %s AND state IN ('done', 'verified')
"""
_UNDONE = """
SELECT state, state IN ('done', 'verified'),
       (SELECT count(*) FROM _migrate.backfill_bad_row b WHERE b.name = f.name)
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
            upto, rows = bound(line, work, after, upper, size)
            condition, values = Range(after, upto).condition(work.key)
            found = line.ask(
                f"SELECT count(*) FROM {doubled(work.relation)} "  # noqa: S608
                f"WHERE {condition} AND {work.matches}",
                *values,
            )
        left += found[0][0]
        after = upto
        size = sized(size, rows, time.monotonic() - began, TARGET)
    return left


def standing(ask: Any, name: str) -> tuple[str, bool, int]:
    """Return the state, whether every range is done, and how many rows are put aside."""
    state, done, bad = ask(_UNDONE, name)[0]
    return str(state), bool(done), int(bad)


def mark_verified(line: Line, work: Work) -> None:
    """Note that nothing is left to change."""
    with line.transaction():
        line.ask(_VERIFIED, work.name)


def reopen(line: Line, work: Work) -> None:
    """Let the table be gone through once more, for rows that came to match meanwhile."""
    with line.transaction():
        line.ask(_REOPENED, work.name)

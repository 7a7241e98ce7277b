"""A worker: takes ranges and changes their rows until none is left or something stops it.

Its ranges grow or shrink until one takes the time that was asked for.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from safemigrate.backfill.backfill_errors import StatementFailed
from safemigrate.backfill.batch import (
    Change,
    Failed,
    end_of_pass,
    hand_out,
    postponed,
    split,
    work_off,
)
from safemigrate.backfill.line import Line
from safemigrate.backfill.work import Work
from safemigrate.postgres.sqlstate import QUERY_CANCELED, WORTH_ANOTHER_TRY, sqlstate

FIRST, LEAST, MOST = 100, 10, 100_000  # rows of a range
BAD_AT_ONCE = 100  # rows; with more, the expression is wrong and not the rows
IDLE = 0.05  # seconds between two looks where others hold what is left

# Classes of errors that a row's own values cause; of the rest no row is guilty.
# https://www.postgresql.org/docs/current/errcodes-appendix.html
OF_A_ROW = ("21", "22", "23", "27", "38", "39", "44", "P0", "54", "2F")


@dataclass
class Course:
    """What the workers of a run share.

    pace     the part of the time that may be worked in; 0 is none
    target   seconds that a batch should take
    bad      rows that this run put aside
    """

    work: Work
    change: Change
    target: float = 0.05
    lock_timeout: float = 0.1
    pace: float = 1.0
    bad: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    error: BaseException | None = None


class Worker(threading.Thread):
    """One session that works; end() of the course ends it after its batch."""

    def __init__(self, engine: Engine, course: Course) -> None:
        super().__init__(daemon=True)
        self.engine, self.course = engine, course
        self.size = FIRST

    def run(self) -> None:
        try:
            line = Line(self.engine, self.course.lock_timeout)
            try:
                while not self.course.stop.is_set():
                    self._turn(line)
            finally:
                line.close()
        except BaseException as error:
            self.course.error = self.course.error or error
            self.course.stop.set()

    def _turn(self, line: Line) -> None:
        if self.course.pace <= 0:
            self.course.stop.wait(IDLE)
            return
        try:
            if not self._batch(line) and not hand_out(line, self.course.work, self.size):
                end_of_pass(line, self.course.work)
                self.course.stop.wait(IDLE)
        except DBAPIError as error:
            if sqlstate(error) not in WORTH_ANOTHER_TRY:
                raise
            self.course.stop.wait(IDLE)

    def _batch(self, line: Line) -> bool:
        began = time.monotonic()
        try:
            batch = work_off(line, self.course.work, self.course.change)
        except Failed as failed:
            self._failed(line, failed)
            return True
        if batch is None:
            return False
        took = time.monotonic() - began
        self.size = sized(
            *(self.size, batch.rows, batch.took, self.course.target),
            may_grow=batch.range.share == 0,
        )
        self.course.stop.wait(took * (1 / max(self.course.pace, 0.01) - 1))
        return True

    def _failed(self, line: Line, failed: Failed) -> None:
        error, code = failed.__cause__, sqlstate(failed.__cause__ or failed)
        if error is None or (isinstance(error, DBAPIError) and error.connection_invalidated):
            raise error or failed
        if code in WORTH_ANOTHER_TRY:
            postponed(line, failed.batch)
        elif (
            code == QUERY_CANCELED or (code or "").startswith(OF_A_ROW) or self._is_functions(error)
        ):
            said = str(getattr(error, "orig", error)).splitlines()[0]
            work = self.course.work
            if split(line, work, failed.batch, sqlstate=code or "", error=said):
                self.course.bad += 1
            if self.course.bad >= BAD_AT_ONCE:
                self.course.stop.set()
        elif isinstance(error, DBAPIError):
            raise StatementFailed(self.course.work.name, str(error.orig).splitlines()[0]) from error
        else:
            raise error

    def _is_functions(self, error: BaseException) -> bool:
        """Return whether a function of the project refused a row in Python."""
        return bool(self.course.work.function) and not isinstance(error, DBAPIError)


def sized(size: int, rows: int, took: float, target: float, *, may_grow: bool = True) -> int:
    """Return how many rows the next transaction should change; at most twice as many, at once.

    rows      that the last one had, which may be a range of another time
    may_grow  false for the later shares of a range, which take a sixth of the first one's time:
              its rows go to other pages, and every index gets an entry for each
    """
    if rows < size // 2:
        return size
    wanted = int(rows * target / max(took, 0.0001))
    return max(LEAST, min(MOST, size * 2 if may_grow else size, max(wanted, size // 4)))

"""A worker: takes ranges and changes their rows until none is left or something stops it.

Its ranges grow or shrink until one takes the target time.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from safemigrate.backfill.backfill_errors import StatementFailed
from safemigrate.backfill.batch import (
    BatchChange,
    BatchFailed,
    change_next_batch,
    end_of_pass,
    hand_out,
    postpone,
    split,
)
from safemigrate.backfill.line import WorkerSession
from safemigrate.backfill.work import Work
from safemigrate.postgres.sqlstate import QUERY_CANCELED, WORTH_ANOTHER_TRY, sqlstate

FIRST_SIZE, MIN_SIZE, MAX_SIZE = 100, 10, 100_000  # rows of a range
BAD_AT_ONCE = 100  # rows; at that many, the expression is wrong, not the rows
IDLE = 0.05  # seconds between two looks while others have the rest

# Classes of errors that a row's values can cause; no row is the cause of the others.
# https://www.postgresql.org/docs/current/errcodes-appendix.html
ROW_ERRORS = ("21", "22", "23", "27", "38", "39", "44", "P0", "54", "2F")


@dataclass
class SharedState:
    """The state that the workers of a run share.

    target   seconds that a batch should take
    pace     the fraction of the time in which they may work; 0 means no work
    bad      bad rows that this run found
    """

    work: Work
    change: BatchChange
    target: float = 0.05
    lock_timeout: float = 0.1
    pace: float = 1.0
    bad: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    error: BaseException | None = None


class Worker(threading.Thread):
    """One session that changes batches; shared.stop ends it after its batch."""

    def __init__(self, engine: Engine, shared: SharedState) -> None:
        super().__init__(daemon=True)
        self.engine, self.shared = engine, shared
        self.size = FIRST_SIZE

    def run(self) -> None:
        try:
            session = WorkerSession(self.engine, self.shared.lock_timeout)
            try:
                while not self.shared.stop.is_set():
                    self._take_turn(session)
            finally:
                session.close()
        except BaseException as error:
            self.shared.error = self.shared.error or error
            self.shared.stop.set()

    def _take_turn(self, session: WorkerSession) -> None:
        if self.shared.pace <= 0:
            self.shared.stop.wait(IDLE)
            return
        work = self.shared.work
        try:
            if not self._change_batch(session) and not hand_out(session, work, self.size):
                end_of_pass(session, work)
                self.shared.stop.wait(IDLE)
        except DBAPIError as error:
            if sqlstate(error) not in WORTH_ANOTHER_TRY:
                raise
            self.shared.stop.wait(IDLE)

    def _change_batch(self, session: WorkerSession) -> bool:
        began = time.monotonic()
        try:
            batch = change_next_batch(session, self.shared.work, self.shared.change)
        except BatchFailed as failed:
            self._split_or_raise(session, failed)
            return True
        if batch is None:
            return False
        took = time.monotonic() - began
        self.size = next_size(
            *(self.size, batch.rows, batch.took, self.shared.target),
            may_grow=batch.range.share == 0,
        )
        self.shared.stop.wait(took * (1 / max(self.shared.pace, 0.01) - 1))
        return True

    def _split_or_raise(self, session: WorkerSession, failed: BatchFailed) -> None:
        error, code = failed.__cause__, sqlstate(failed.__cause__ or failed)
        if error is None or (isinstance(error, DBAPIError) and error.connection_invalidated):
            raise error or failed
        if code in WORTH_ANOTHER_TRY:
            postpone(session, failed.batch)
        elif (
            code == QUERY_CANCELED
            or (code or "").startswith(ROW_ERRORS)
            or self._is_function_error(error)
        ):
            message = str(getattr(error, "orig", error)).splitlines()[0]
            work = self.shared.work
            if split(session, work, failed.batch, sqlstate=code or "", error=message):
                self.shared.bad += 1
            if self.shared.bad >= BAD_AT_ONCE:
                self.shared.stop.set()
        elif isinstance(error, DBAPIError):
            raise StatementFailed(self.shared.work.name, str(error.orig).splitlines()[0]) from error
        else:
            raise error

    def _is_function_error(self, error: BaseException) -> bool:
        """Return whether the user's Python function raised the error."""
        return bool(self.shared.work.function) and not isinstance(error, DBAPIError)


def next_size(size: int, rows: int, took: float, target: float, *, may_grow: bool = True) -> int:
    """Return how many rows the next transaction should change; at most twice as many as the last.

    rows      of the last transaction, whose range may have been handed out earlier
    may_grow  false for the later shares of a range: they take a sixth of the first share's time,
              whose rows go to other pages, with a new entry for each in every index
    """
    if rows < size // 2:
        return size
    target_size = int(rows * target / max(took, 0.0001))
    return max(MIN_SIZE, min(MAX_SIZE, size * 2 if may_grow else size, max(target_size, size // 4)))

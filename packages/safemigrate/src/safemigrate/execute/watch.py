"""Watches, from our own connection, a statement that takes long.

PostgreSQL shows what blocks a statement only while the statement waits.  So the watch looks once
halfway through the lock timeout.  It looks every second at statements that may take long, and
cancels them when the time for waiting is over.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from safemigrate.execute.blocker import Blocker, TableLock, blockers, table_locks
from safemigrate.execute.index_progress import show_build
from safemigrate.execute.limits import Budget, Limits
from safemigrate.postgres.session import Session
from safemigrate.project.terminal import clear_line

INTERVAL = 1.0  # seconds

Look = Callable[[threading.Event], None]


class Watch:
    """What blocks one session, and which locks it has or needs."""

    def __init__(self, session: Session, pid: int, limits: Limits, budget: Budget) -> None:
        self.session, self.pid = session, pid
        self.limits, self.budget = limits, budget
        self.blockers: tuple[Blocker, ...] = ()
        self.locks: tuple[TableLock, ...] = ()
        self.cancelled = False

    @contextmanager
    def short_wait(self) -> Iterator[None]:
        """Watch a statement that waits at most one lock timeout."""
        with self._watching(self._look):
            yield

    @contextmanager
    def long_wait(self) -> Iterator[None]:
        """Watch a statement that may wait as long as the command may."""
        with self._watching(self._look_and_cancel):
            yield

    @contextmanager
    def _watching(self, look: Look) -> Iterator[None]:
        ended = threading.Event()
        thread = threading.Thread(target=_quietly, args=(look, ended), daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
            clear_line()

    def _look(self, ended: threading.Event) -> None:
        pause = self.limits.lock_timeout / 2
        while not ended.wait(pause):
            self._see()
            pause = INTERVAL

    def _look_and_cancel(self, ended: threading.Event) -> None:
        last = time.monotonic()
        while not ended.wait(min(INTERVAL, self.budget.left or INTERVAL)):
            self._see()
            now = time.monotonic()
            if self.blockers:
                self.budget.spend(now - last)
            last = now
            if self.blockers and self.budget.left <= 0:
                self.cancelled = True
                self.session.value("SELECT pg_cancel_backend(:pid)", pid=self.pid)

    def _see(self) -> None:
        self.blockers = blockers(self.session, self.pid)
        if self.blockers:
            self.locks = table_locks(self.session, self.pid)
        show_build(self.session, self.pid, self.blockers)


def _quietly(look: Look, ended: threading.Event) -> None:
    try:
        look(ended)
    except SQLAlchemyError:
        return  # our session has ended: the next write to the journal fails and reports it

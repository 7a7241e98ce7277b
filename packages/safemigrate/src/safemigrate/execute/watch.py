"""Looks, from our own connection, at a statement that takes longer than it should.

Who holds up a statement can only be seen while it waits.  So half-way through the lock timeout we
look once; at work that may take long we look every second, and end it when the time for waiting
is over.
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

EACH = 1.0  # second

Look = Callable[[threading.Event], None]


class Watch:
    """What was seen of one session."""

    def __init__(self, session: Session, pid: int, limits: Limits, budget: Budget) -> None:
        self.session, self.pid = session, pid
        self.limits, self.budget = limits, budget
        self.blockers: tuple[Blocker, ...] = ()
        self.locks: tuple[TableLock, ...] = ()
        self.cancelled = False

    @contextmanager
    def over_short(self) -> Iterator[None]:
        """Watch a statement whose waiting ends by the lock timeout."""
        with self._watching(self._look_on):
            yield

    @contextmanager
    def over_patient(self) -> Iterator[None]:
        """Watch a statement that waits as long as the command may."""
        with self._watching(self._look_on_and_end):
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

    def _look_on(self, ended: threading.Event) -> None:
        pause = self.limits.lock_timeout / 2
        while not ended.wait(pause):
            self._see()
            pause = EACH

    def _look_on_and_end(self, ended: threading.Event) -> None:
        last = time.monotonic()
        while not ended.wait(min(EACH, self.budget.left or EACH)):
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
        return  # our session is gone: the next note in the journal fails, and says so

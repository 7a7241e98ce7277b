"""One try of one revision: its transactions and, between them, its autocommit blocks.

A revision is a sequence of segments.  A transaction records its own statements in the journal, at
its end.  A statement of an autocommit block runs in a transaction together with its journal row;
if PostgreSQL refuses that, one row is written before it and updated after it.  However the program
ends, the journal says which steps are done, and the next try continues from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from safemigrate.execute.concurrent_step import check_index_is_valid, drop_leftovers, was_completed
from safemigrate.execute.course import Course
from safemigrate.execute.gate import Execute, gate
from safemigrate.execute.resumed_steps import Replay
from safemigrate.execute.revision_connection import Driver
from safemigrate.execute.statement import Kind, kind_of, runs_long_without_blocking
from safemigrate.execute.up_front import lock_up_front
from safemigrate.execute.upgrade_errors import LockNotObtained, NoJournal, StepUncertain
from safemigrate.execute.watch import Watch
from safemigrate.journal.runs import RUN_DONE, STEP_DONE, Record
from safemigrate.journal.step import Step, step_of
from safemigrate.postgres.alembic_private import is_in_outer_transaction, set_row_count
from safemigrate.postgres.sqlstate import (
    ACTIVE_TRANSACTION,
    READ_ONLY,
    TRANSACTION_TERMINATION,
    sqlstate,
)


@dataclass
class Attempt:
    """A try, from its first statement to the last one before Alembic updates its version table.

    marker     the advisory lock that shows other deployers that this session runs a revision
    committed  called after each commit inside the revision
    """

    course: Course
    context: MigrationContext
    connection: Connection
    driver: Driver
    watch: Watch
    marker: int
    replay: Replay
    lock_timeout: float
    committed: Callable[[], None]
    say: Callable[[str], None]
    segment: int = 0
    in_block: bool = False
    follows_read: bool = False
    unrecorded: list[Step] = field(default_factory=list)

    def run(self, change: Callable[..., None], arguments: dict[str, Any]) -> None:
        """Run the revision's function, and record it as done in its last transaction."""
        alembic_block = self.context.autocommit_block
        self.context.autocommit_block = lambda: self._block(alembic_block)  # type: ignore[method-assign]
        try:
            with gate(self.connection, self._pass):
                self._open_transaction()
                change(**arguments)
            self.replay.finish()
            if self.course.record is not None:
                waited = round(self.course.waited * 1000)
                self.driver.ask(RUN_DONE, self.course.tries, waited, self.course.record.number)
        finally:
            del self.context.autocommit_block  # restores the class's own method

    def _open_transaction(self) -> None:
        self.follows_read = False
        self.unrecorded.clear()
        self.driver.limit_transaction(self.lock_timeout)
        self.driver.ask("SELECT pg_try_advisory_xact_lock_shared(%s)", self.marker)
        locks = self.course.locks.get(self.segment, {})
        with self.watch.short_wait():
            lock_up_front(locks, self.driver.ask, lock_timeout=self.lock_timeout)

    def _record(self) -> Record:
        if self.course.record is None:
            raise NoJournal(self.course.revision, self.driver.ask("SELECT current_user")[0][0])
        return self.course.record

    @contextmanager
    def _block(self, alembic_block: Callable[[], Any]) -> Iterator[None]:
        record = self._record()
        rows = [record.done_values(step) for step in self.unrecorded]
        if rows:
            self.driver.run_each(STEP_DONE, rows)
        with alembic_block() if not is_in_outer_transaction(self.context) else self._between():
            if rows:
                self.committed()
            self.in_block, self.follows_read = True, False
            self.driver.ask("SELECT pg_try_advisory_lock_shared(%s)", self.marker)
            try:
                yield
            finally:
                self.in_block = False
                if not self.driver.is_closed:
                    self.driver.ask("SELECT pg_advisory_unlock_shared(%s)", self.marker)
        self.segment += 1
        self._open_transaction()

    @contextmanager
    def _between(self) -> Iterator[None]:
        """Commit the transaction that env.py began, as env.py files for several databases do.

        Alembic's block handles only its own transaction.  Afterwards env.py has a new transaction.
        """
        raw: Any = self.connection.connection.dbapi_connection
        raw.commit()
        raw.autocommit = True
        try:
            yield
        finally:
            if not self.driver.is_closed:
                raw.autocommit = False

    def _pass(
        self, cursor: Any, statement: str, values: Any, context: Any, execute: Execute
    ) -> None:
        kind = kind_of(statement)
        if kind is Kind.SETTING:
            execute()
        elif kind is Kind.READ:
            self._read(execute)
        else:
            self._change(cursor, statement, values, context, execute)

    def _read(self, execute: Execute) -> None:
        self.follows_read = True
        if self.replay.is_over:
            with self.watch.short_wait():
                execute()
            return
        # If it writes, the interrupted run has already written it.
        try:
            with self._read_only():
                execute()
        except Exception as error:
            if sqlstate(error) != READ_ONLY:
                raise

    @contextmanager
    def _read_only(self) -> Iterator[None]:
        if self.in_block:
            with self.driver.transaction("BEGIN READ ONLY"):
                yield
            return
        self.driver.ask("SAVEPOINT safemigrate_read")
        try:
            self.driver.ask("SET LOCAL transaction_read_only = on")
            yield
        finally:
            self.driver.ask("ROLLBACK TO safemigrate_read; RELEASE safemigrate_read")

    def _change(
        self, cursor: Any, statement: str, values: Any, context: Any, execute: Execute
    ) -> None:
        step = step_of(0, statement, values, follows_read=self.follows_read)
        earlier = self.replay.earlier_step(step)
        if earlier and earlier.done:
            set_row_count(context, earlier.row_count)  # a loop in the revision may read it
            return

        def count() -> Step:
            execute()
            rows = cursor.description is not None
            return replace(step, returned_rows=rows, row_count=cursor.rowcount)

        step = earlier or replace(step, number=self.replay.next_number())
        if not self.in_block:
            self._in_transaction(statement, count)
        elif earlier or kind_of(statement) is Kind.ALONE:
            self._alone(step, statement, execute, resumed=earlier is not None)
        else:
            self._in_own_transaction(step, statement, count, execute)

    def _in_transaction(self, statement: str, count: Callable[[], Step]) -> None:
        with self.watch.short_wait():
            if runs_long_without_blocking(statement):
                with self.driver.without_statement_timeout():
                    self.unrecorded.append(count())
            else:
                self.unrecorded.append(count())

    def _in_own_transaction(
        self, step: Step, statement: str, count: Callable[[], Step], execute: Execute
    ) -> None:
        record = self._record()
        try:
            with self.driver.transaction():
                self.driver.limit_transaction(self.lock_timeout)
                self._in_transaction(statement, count)
                done = replace(self.unrecorded.pop(), number=step.number)
                self.driver.ask(STEP_DONE, *record.done_values(done))
        except Exception as error:
            if sqlstate(error) not in {ACTIVE_TRANSACTION, TRANSACTION_TERMINATION}:
                raise
            self._alone(step, statement, execute, resumed=False)
            return
        self.committed()

    def _alone(self, step: Step, statement: str, execute: Execute, *, resumed: bool) -> None:
        record, ask = self._record(), self.driver.ask
        if resumed:
            done = was_completed(statement, ask)
            if done is None:
                raise StepUncertain(self.course.revision, step.number, step.sql, record.number)
            if done:
                record.step_done(step)
                return
        with self.driver.without_timeouts(), self.watch.long_wait():
            drop_leftovers(statement, ask, self.say)
            record.step_started(step)
            try:
                execute()
            except Exception as error:
                if self.watch.cancelled:
                    raise self._not_obtained() from error
                if not self.driver.is_closed:
                    record.step_failed(step)
                raise
        check_index_is_valid(statement, ask)
        record.step_done(step)
        self.committed()

    def _not_obtained(self) -> LockNotObtained:
        return LockNotObtained(
            self.course.revision,
            self.course.tries,
            self.course.waited + self.watch.budget.seconds,
            [str(blocker) for blocker in self.watch.blockers],
            "Its earlier steps are recorded: the next upgrade continues from there.",
        )

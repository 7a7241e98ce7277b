"""Runs revisions one after another, retrying each until it is done: the core of upgrade, downgrade.

env.py runs once for each revision, and again for each try.  So every revision has a transaction of
its own, however an env.py, new or old, handles transactions; and a failed try leaves nothing
behind, because its connection is closed.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from safemigrate.execute.approved import Locks
from safemigrate.execute.attempt import Attempt
from safemigrate.execute.calm import Calm, Round
from safemigrate.execute.course import Course
from safemigrate.execute.deployer import Deployer
from safemigrate.execute.limits import Limits
from safemigrate.execute.pause import MESSAGE_INTERVAL, pause, remains_of, retry_message
from safemigrate.execute.resumed_steps import Replay
from safemigrate.execute.revision_connection import Driver
from safemigrate.execute.up_front import merged
from safemigrate.execute.upgrade_errors import (
    LockNotObtained,
    OtherRevisionIncomplete,
    OutsideWindow,
)
from safemigrate.execute.watch import Watch
from safemigrate.journal.sources import keep
from safemigrate.journal.step import digest
from safemigrate.postgres.sqlstate import WORTH_ANOTHER_TRY, sqlstate
from safemigrate.project.alembic_config import Config
from safemigrate.project.window import is_open, next_opening, windows_of

StepsOf = Callable[[Any], Iterable[RevisionStep]]  # from a database's heads to the steps to run


class EnoughSteps(Exception):
    """The steps that --until-step allows are done."""


@dataclass(frozen=True)
class RevisionRun:
    """A revision that was run, as --json shows it."""

    revision: str
    direction: str
    tries: int
    waited_ms: int
    seconds: float


@dataclass
class Outcome:
    """What a command did; result is "done", "nothing to do" or "stopped".

    lost  the losses that a downgrade announced, as plain values; None for an upgrade
    """

    result: str = "nothing to do"
    revisions: list[RevisionRun] = field(default_factory=list)
    lost: list[dict[str, Any]] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        values = {"result": self.result, "revisions": [asdict(run) for run in self.revisions]}
        return values if self.lost is None else values | {"lost": self.lost}


class Changes:
    """The revisions of one command, on each database that env.py connects to."""

    def __init__(
        self,
        config: Config,
        script: ScriptDirectory,
        deployer: Deployer,
        limits: Limits,
        calm: Calm,
        *,
        direction: str,
        steps_of: StepsOf,
        known_locks: Mapping[str, Locks] | None = None,
    ) -> None:
        self.config, self.script, self.deployer = config, script, deployer
        self.limits, self.calm = limits, calm
        self.direction, self.steps_of = direction, steps_of
        self.known_locks = known_locks or {}
        self.windows = windows_of(limits.window)
        self.outcome = Outcome()
        self.committed_steps = 0
        self._queues: dict[int, list[RevisionStep]] = {}  # by the order of env.py's databases
        self._courses: dict[int, Course] = {}
        self._watch: Watch | None = None
        self._place = 0
        self._last_message = 0.0

    def run(self, destination: str | None, tag: str | None) -> Outcome:
        """Run everything; raise the last try's error unchanged."""
        while True:
            began = time.monotonic()
            self._place = 0
            try:
                with EnvironmentContext(
                    self.config,
                    self.script,
                    fn=self._next_step,
                    destination_rev=destination,
                    tag=tag,
                ):
                    self.script.run_env()
            except EnoughSteps:
                self._record_stop(f"stopped after step {self.committed_steps} (--until-step)")
                return self._stopped()
            except BaseException as error:
                self._after_failure(error, time.monotonic() - began)
                self.calm.round = Round.AGAIN
                continue
            if not self._courses:
                return self.outcome
            self._revision_done(time.monotonic() - began)
            if not any(self._queues.values()):
                return self.outcome
            if self._enough_steps():
                return self._stopped()
            self.calm.round = Round.NEXT

    def _next_step(self, heads: Any, context: MigrationContext) -> Sequence[RevisionStep]:
        place = self._place
        self._place += 1
        if place not in self._queues:
            self._queues[place] = list(self.steps_of(heads))
        if not self._queues[place]:
            return []
        step = copy.copy(self._queues[place][0])
        change = step.migration_fn

        @wraps(change)
        def run(**arguments: Any) -> None:
            self._run(place, step, context, change, arguments)

        step.migration_fn = run
        return [step]

    def _run(
        self,
        place: int,
        step: RevisionStep,
        context: MigrationContext,
        change: Callable[..., None],
        arguments: dict[str, Any],
    ) -> None:
        connection = context.connection
        if connection is None:
            raise TypeError("a revision runs on a connection")
        connection.connection.invalidate(soft=True)  # the application never gets this session
        course = self._courses.get(place) or self._begin(step, connection)
        self._courses[place] = course
        driver = Driver(connection)
        session = self.deployer.session(connection.engine)
        self._watch = Watch(session, driver.pid, self.limits, self.deployer.budget)
        recorded = course.record.steps() if course.record else []
        attempt = Attempt(
            course,
            context,
            connection,
            driver,
            self._watch,
            self.deployer.marker,
            Replay(course.revision, recorded, file_edited=course.file_edited),
            self.limits.lock_timeout,
            self._committed,
            self.deployer.say,
        )
        try:
            attempt.run(change, arguments)
        except Exception:
            expected = course.locks.get(attempt.segment, {})
            course.locks[attempt.segment] = merged(
                expected, self._watch.locks, within=self.limits.lock_timeout
            )
            raise

    def _begin(self, step: RevisionStep, connection: Connection) -> Course:
        revision = step.revision.revision
        now = datetime.now(UTC)
        if not is_open(self.windows, now):
            opens = next_opening(self.windows, now)
            raise OutsideWindow(revision, self.limits.window, opens)
        if self.deployer.before_first:
            self.deployer.before_first()
            self.deployer.before_first = None
        journal = self.deployer.journal(connection.engine)
        course = Course(revision, self.direction)
        course.locks.update(self.known_locks.get(revision, {}))
        if journal is None:
            return course
        incomplete = journal.incomplete_run()
        if incomplete and (incomplete.revision, incomplete.direction) != (revision, self.direction):
            raise OtherRevisionIncomplete(incomplete.revision, incomplete.direction, revision)
        file_hash = digest(Path(step.revision.path).read_text())
        if incomplete:
            course.file_edited = incomplete.file_hash != file_hash
            self.deployer.say(f"Revision {revision} is incomplete: resuming where it stopped.")
        course.record = journal.begin(
            revision,
            self.direction,
            self.deployer.circumstances,
            # An edited file counts as edited until the revision is done.
            file_hash=incomplete.file_hash if incomplete else file_hash,
            resumes=incomplete.history if incomplete else None,
        )
        if self.direction == "upgrade":
            keep(journal.session, journal.version_table, step.revision.revision, self.script)
        return course

    def _committed(self) -> None:
        self.committed_steps += 1
        if self._enough_steps():
            raise EnoughSteps

    def _enough_steps(self) -> bool:
        limit = self.limits.until_step
        return limit is not None and self.committed_steps >= limit

    def _revision_done(self, seconds: float) -> None:
        for place, course in self._courses.items():
            self._queues[place].pop(0)
            waited = round(course.waited * 1000)
            self.outcome.revisions.append(
                RevisionRun(
                    course.revision, self.direction, course.tries, waited, round(seconds, 3)
                )
            )
        self.outcome.result = "done"
        self._courses.clear()
        self.committed_steps += 1

    def _stopped(self) -> Outcome:
        self.outcome.result = "stopped"
        self.deployer.say(
            f"Stopped after step {self.committed_steps} (--until-step); the next {self.direction} "
            "continues from there."
        )
        return self.outcome

    def _after_failure(self, error: BaseException, seconds: float) -> None:
        """Wait for the next try, or raise the error."""
        began = time.monotonic()
        for course in self._courses.values():
            course.waited += seconds
        self.deployer.budget.spend(seconds)
        last = next(reversed(self._courses.values()), None)
        if last is None or sqlstate(error) not in WORTH_ANOTHER_TRY:
            self._record_stop(str(error))
            raise error
        if last.tries > self.limits.retries or self.deployer.budget.left <= 0:
            self._record_stop(str(error))
            blockers = [str(blocker) for blocker in self._watch.blockers] if self._watch else []
            raise LockNotObtained(
                last.revision, last.tries, last.waited, blockers, remains_of(last)
            ) from error
        seconds = pause(last.tries, self.limits.lock_timeout)
        if last.tries == 1 or began - self._last_message > MESSAGE_INTERVAL:
            self._last_message = began
            self.deployer.say(retry_message(last, self._watch, self.limits, seconds))
        self.deployer.budget.sleep(seconds)
        for course in self._courses.values():
            course.waited += time.monotonic() - began
            course.tries += 1

    def _record_stop(self, error: str) -> None:
        for course in self._courses.values():
            if course.record is None:
                continue
            try:
                course.record.stopped(error=error, tries=course.tries, waited=course.waited)
            except SQLAlchemyError:
                return  # our session has ended too; the next run marks this one as interrupted

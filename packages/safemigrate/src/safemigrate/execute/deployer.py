"""Holds the deployer lock of a database, ends what an earlier deployer left, opens journals."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine

from safemigrate.execute.deployer_lock import DeployerBusy, holders, lock_key, take_lock
from safemigrate.execute.limits import Budget
from safemigrate.journal.runs import Journal
from safemigrate.journal.schema import has_schema, make_schema
from safemigrate.postgres.session import Session
from safemigrate.project.circumstances import Circumstances
from safemigrate.project.pooler import refuse_pooler

GRACE_PERIOD = 1.0  # seconds that a session may take to notice that its client has died
POLL = 0.05


@dataclass
class Deployer:
    """This process, while it alone changes the database."""

    engine: Engine
    version_table: str
    circumstances: Circumstances
    budget: Budget
    say: Callable[[str], None]
    sessions: dict[Engine, Session] = field(default_factory=dict)
    journals: dict[Engine, Journal | None] = field(default_factory=dict)
    before_first: Callable[[], None] | None = None  # called once, before the first revision

    @property
    def marker(self) -> int:
        """Return the advisory lock that every session running a revision shares."""
        return lock_key("session", str(self.engine.url.database), self.version_table)

    def session(self, engine: Engine) -> Session:
        """Return our own session on a database; refuse a pooler."""
        if engine not in self.sessions:
            session = self.sessions[engine] = Session(engine)
            refuse_pooler(session)
            session.settle()
        return self.sessions[engine]

    def journal(self, engine: Engine) -> Journal | None:
        """Return the journal of a database, creating it if needed; None if the role may not."""
        if engine not in self.journals:
            session = self.session(engine)
            reason = make_schema(session)
            if reason and "read-only" not in reason:  # the revision's own error says that
                self.say(
                    f"The role {session.value('SELECT current_user')} {reason}: this run is not "
                    "recorded, and only revisions of one transaction can run. To change that, have "
                    "the owner run: CREATE SCHEMA _migrate AUTHORIZATION "
                    f"{session.value('SELECT quote_ident(current_user)')}."
                )
            self.journals[engine] = None if reason else self._tidy_journal(session)
        return self.journals[engine]

    def incomplete_revision(self) -> str | None:
        """Return the revision that an earlier run left incomplete in the default database."""
        session = self.session(self.engine)
        if not has_schema(session):
            return None
        incomplete = Journal(session, self.version_table).incomplete_run()
        return incomplete.revision if incomplete else None

    def _tidy_journal(self, session: Session) -> Journal:
        journal = Journal(session, self.version_table)
        journal.close_interrupted_runs()
        return journal

    def close(self) -> None:
        """Close the sessions, which releases the lock."""
        for session in self.sessions.values():
            session.close()


@contextmanager
def deployer(
    engine: Engine,
    version_table: str,
    circumstances: Circumstances,
    budget: Budget,
    say: Callable[[str], None],
) -> Iterator[Deployer]:
    """Hold the deployer lock; raise DeployerBusy if it is not free in time."""
    process = Deployer(engine, version_table, circumstances, budget, say)
    try:
        session = process.session(engine)
        key = lock_key("deployer", str(engine.url.database), version_table)
        take_lock(session, key, budget, who=circumstances.who, say=say)
        _end_orphans(session, process.marker, budget, say)
        yield process
    finally:
        process.close()


def _end_orphans(session: Session, marker: int, budget: Budget, say: Callable[[str], None]) -> None:
    """End sessions that still run a revision although their deployer no longer has the lock.

    After a program is killed, the server continues its statement until the statement completes or
    the server notices. Until then it could conflict with this upgrade.
    """
    began, announced = time.monotonic(), False
    while orphans := holders(session, marker):
        if budget.left <= 0:
            raise DeployerBusy(orphans[0][1], budget.spent)
        if time.monotonic() - began > GRACE_PERIOD:
            for pid, description in orphans:
                if not announced:
                    say(
                        f"Ending a statement that an interrupted upgrade still runs: {description}."
                    )
                session.value("SELECT pg_terminate_backend(:pid)", pid=pid)
            announced = True
        budget.sleep(POLL)

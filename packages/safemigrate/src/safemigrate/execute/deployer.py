"""The one deployer of a database: holds the lock, ends what an earlier one left, keeps journals."""

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

LEAVING = 1.0  # seconds that a session may take to notice that its client is gone
POLL = 0.05


@dataclass
class Deployer:
    """This process, while nobody else changes the database."""

    engine: Engine
    version_table: str
    circumstances: Circumstances
    budget: Budget
    say: Callable[[str], None]
    sessions: dict[Engine, Session] = field(default_factory=dict)
    journals: dict[Engine, Journal | None] = field(default_factory=dict)
    before_first: Callable[[], None] | None = None  # called once, when a revision is to begin

    @property
    def marker(self) -> int:
        """Return the advisory lock that every session which migrates shares."""
        return lock_key("session", str(self.engine.url.database), self.version_table)

    def session(self, engine: Engine) -> Session:
        """Return our own session on a database; refuse a pooler."""
        if engine not in self.sessions:
            session = self.sessions[engine] = Session(engine)
            refuse_pooler(session)
            session.settle()
        return self.sessions[engine]

    def journal(self, engine: Engine) -> Journal | None:
        """Return the journal of a database, made if need be; None where the role may not."""
        if engine not in self.journals:
            session = self.session(engine)
            reason = make_schema(session)
            if reason and "read-only" not in reason:  # the revision's own error says that
                self.say(
                    f"The role {session.value('SELECT current_user')} {reason}: this run is not "
                    "recorded, and only revisions of one transaction can run. To change that, let "
                    "the owner run: CREATE SCHEMA _migrate AUTHORIZATION "
                    f"{session.value('SELECT quote_ident(current_user)')}."
                )
            self.journals[engine] = None if reason else self._tidy_journal(session)
        return self.journals[engine]

    def half_done(self) -> str | None:
        """Return the revision of the default database that an earlier run left half done."""
        session = self.session(self.engine)
        if not has_schema(session):
            return None
        half = Journal(session, self.version_table).incomplete_run()
        return half.revision if half else None

    def _tidy_journal(self, session: Session) -> Journal:
        journal = Journal(session, self.version_table)
        journal.close_interrupted_runs()
        return journal

    def close(self) -> None:
        """Let go of the lock."""
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
    """Lend the place of the one deployer; DeployerBusy where it is not free in time."""
    one = Deployer(engine, version_table, circumstances, budget, say)
    try:
        session = one.session(engine)
        key = lock_key("deployer", str(engine.url.database), version_table)
        take_lock(session, key, budget, who=circumstances.who, say=say)
        _end_orphans(session, one.marker, budget, say)
        yield one
    finally:
        one.close()


def _end_orphans(session: Session, marker: int, budget: Budget, say: Callable[[str], None]) -> None:
    """End sessions that still run a revision although their deployer lost its lock.

    A killed program's statement goes on in the server until it is done or notices; what it does
    meanwhile would meet what we do.
    """
    began, told = time.monotonic(), False
    while orphans := holders(session, marker):
        if budget.left <= 0:
            raise DeployerBusy(orphans[0][1], budget.spent)
        if time.monotonic() - began > LEAVING:
            for pid, description in orphans:
                if not told:
                    say(f"An interrupted upgrade still runs a statement: {description}. It ends.")
                session.value("SELECT pg_terminate_backend(:pid)", pid=pid)
            told = True
        budget.sleep(POLL)

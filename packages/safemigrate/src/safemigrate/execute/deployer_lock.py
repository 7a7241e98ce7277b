"""One deployer at a time: an advisory lock that ends with its session, however the session ends.

The lock is polled with pg_try_advisory_lock.  A session that waits in pg_advisory_lock has a
snapshot, CREATE INDEX CONCURRENTLY waits for that snapshot, and the two would deadlock.
https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from safemigrate.execute.limits import Budget
from safemigrate.postgres.durations import duration_words
from safemigrate.postgres.session import Session
from safemigrate.project.exit_status import ExitStatus, MigrationStopped

POLL = 0.2  # seconds
NAME_BYTES = 63  # of application_name

_HOLDERS = """
SELECT l.pid, a.application_name, a.usename
FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND (l.classid::bigint << 32 | l.objid::bigint) = :key
ORDER BY l.pid
"""


def lock_key(purpose: str, database: str, version_table: str) -> int:
    """Return the key of an advisory lock: a signed 64-bit hash of what it protects."""
    name = f"safemigrate {purpose} {database} {version_table}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


def holders(session: Session, key: int) -> list[tuple[int, str]]:
    """Return pid and description of every session that holds a lock."""
    return [
        (pid, f"pid {pid}, {name or 'no application name'}, user {user}")
        for pid, name, user in session.rows(_HOLDERS, key=key)
    ]


def take_lock(
    session: Session, key: int, budget: Budget, *, who: str, say: Callable[[str], None]
) -> None:
    """Take the lock; raise DeployerBusy when the time for waiting is over."""
    announced = False
    name_session(session, f"safemigrate waiting: {who}")
    while not session.value("SELECT pg_try_advisory_lock(:key)", key=key):
        others = "; ".join(description for _, description in holders(session, key))
        if budget.left <= 0:
            raise DeployerBusy(others or "it just ended", budget.spent)
        if not announced and others:
            say(f"Waiting for another deployer, at most {duration_words(budget.left)}: {others}.")
            announced = True
        budget.sleep(POLL)
    name_session(session, f"safemigrate since {_now()}: {who}")


def name_session(session: Session, name: str) -> None:
    """Set the name that pg_stat_activity shows for this session."""
    short = name.encode()[:NAME_BYTES].decode(errors="ignore")
    session.value("SELECT set_config('application_name', :name, false)", name=short)


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%SZ}"


class DeployerBusy(MigrationStopped):
    exit_code = ExitStatus.LOCK_NOT_OBTAINED

    def __init__(self, holder: str, waited: float) -> None:
        self.holder, self.waited = holder, waited
        super().__init__(
            f"Another deployer is still running after {duration_words(waited)}: {holder}. Nothing "
            "was run. Run the command again when it is done, or wait longer with --max-wait."
        )

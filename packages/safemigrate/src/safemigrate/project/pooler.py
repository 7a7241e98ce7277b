"""Whether the address leads to a pooler that gives each transaction another session.

PgBouncer gives the session that became free last to whoever asks next.  So while one connection
idles, a second one begins a transaction: behind such a pooler both then have one session, or the
first one gets another when it asks again.  Real sessions differ, and stay.
https://www.pgbouncer.org/features.html
"""

from __future__ import annotations

from sqlalchemy import text

from safemigrate.postgres.session import Session
from safemigrate.project.exit_status import (
    MigrationStopped,
)

ROUNDS = 3  # on a busy pooler, somebody else may take the session in between


def refuse_pooler(session: Session) -> None:
    """Raise PooledConnection where sessions are not the client's own."""
    for _ in range(ROUNDS):
        if _is_pooled(session):
            url = session.engine.url
            raise PooledConnection(f"{url.host or 'localhost'}:{url.port or 5432}")


def _is_pooled(session: Session) -> bool:
    first = _pid(session)
    with session.engine.connect() as second:
        second.detach()
        in_transaction = int(second.execute(text("SELECT pg_backend_pid()")).scalar_one())
        return in_transaction == first or _pid(session) != first


def _pid(session: Session) -> int:
    return int(session.value("SELECT pg_backend_pid()"))


class PooledConnection(MigrationStopped):
    def __init__(self, server: str) -> None:
        self.server = server
        super().__init__(
            f"{server} is a pooler that hands each transaction to another session (PgBouncer with "
            "pool_mode = transaction): locks and timeouts of a session do not hold there. Set "
            "SAFEMIGRATE_URL to the database's own address for migrations; nothing was run."
        )

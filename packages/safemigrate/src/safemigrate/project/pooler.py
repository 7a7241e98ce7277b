"""Detects a pooler that assigns a server session to each transaction.

PgBouncer assigns the session that became free last to the next client.  So while one connection is
idle, a second one begins a transaction: behind such a pooler both get the same session, or the
first one gets another at its next query.  Without a pooler, the two sessions differ and stay.
https://www.pgbouncer.org/features.html
"""

from __future__ import annotations

from sqlalchemy import text

from safemigrate.postgres.session import Session
from safemigrate.project.exit_status import MigrationStopped

ROUNDS = 3  # on a busy pooler, another client may take the session in between


def refuse_pooler(session: Session) -> None:
    """Raise PooledConnection if a pooler assigns the sessions."""
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
            f"{server} is a pooler that assigns a session to each transaction (PgBouncer with "
            "pool_mode = transaction), so session locks and timeouts do not work. Nothing was run. "
            "Set SAFEMIGRATE_URL to the database's own address for migrations."
        )

"""Which sessions hold the lock that a statement waits for, and which locks it needs."""

from __future__ import annotations

from dataclasses import dataclass

from safemigrate.postgres.durations import duration_words
from safemigrate.postgres.session import Session

QUERY_SHOWN = 100  # characters

_BLOCKERS = """
SELECT b.pid, a.application_name, a.usename, a.state, a.backend_type,
       extract(epoch FROM clock_timestamp() - a.xact_start)::float8, a.query
FROM unnest(pg_blocking_pids(:pid)) AS b(pid) LEFT JOIN pg_stat_activity a ON a.pid = b.pid
ORDER BY a.xact_start NULLS FIRST
"""
# Queried from another session, so tables that the revision itself creates are not included.
_LOCKS = """
SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), l.mode, l.granted,
       extract(epoch FROM a.query_start - a.xact_start)::float8
FROM pg_locks l
JOIN pg_class c ON c.oid = l.relation AND c.relkind IN ('r', 'p')
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.pid = :pid AND l.locktype = 'relation'
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', '_migrate')
  AND has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE')
ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Blocker:
    """A session that holds a lock another session needs; pid 0 is a prepared transaction."""

    pid: int
    application: str | None
    user: str | None
    state: str | None
    kind: str | None
    age: float | None
    query: str | None

    def __str__(self) -> str:
        if not self.pid:
            return "a prepared transaction (pg_prepared_xacts lists them)"
        parts = [f"pid {self.pid}"]
        if self.application:
            parts.append(self.application)
        parts.append(f"user {self.user}" if self.user else self.kind or "ended")
        if self.state:
            duration = f" for {duration_words(self.age)}" if self.age is not None else ""
            parts.append(f"{self.state}{duration}")
        query = " ".join((self.query or "").split())
        excerpt = query if len(query) <= QUERY_SHOWN else f"{query[:QUERY_SHOWN]}…"
        return f"{', '.join(parts)}: {excerpt}" if excerpt else ", ".join(parts)


@dataclass(frozen=True)
class TableLock:
    """A lock that a revision holds or waits for; after is seconds since its transaction began."""

    table: str
    mode: str
    granted: bool
    after: float


def blockers(session: Session, pid: int) -> tuple[Blocker, ...]:
    """Return the sessions that block a session, the oldest transaction first."""
    return tuple(Blocker(*row) for row in session.rows(_BLOCKERS, pid=pid))


def table_locks(session: Session, pid: int) -> tuple[TableLock, ...]:
    """Return the table locks that a session holds or waits for."""
    return tuple(TableLock(*row) for row in session.rows(_LOCKS, pid=pid))

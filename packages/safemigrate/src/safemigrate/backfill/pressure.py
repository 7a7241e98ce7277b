"""What slows a backfill down: lagging standbys, autovacuum, lock waits, slow queries.

The pace is the fraction of the time in which workers may work.  Each sign of pressure cuts it by a
third, and it recovers slowly; too much lag stops the work until the standbys have caught up.
While autovacuum, which pauses on its own (vacuum_cost_delay), is at work, the pace is at most half.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

from safemigrate.backfill.children import WITH_CHILDREN
from safemigrate.backfill.key import Key
from safemigrate.postgres.session import Session

SLOWEST, DURING_VACUUM = 0.1, 0.5
FALL, CLIMB = 0.66, 0.1
SLOW_PROBE = 0.02  # seconds above the probe's usual time

VACUUM = "autovacuum is at work"

# In pg_stat_activity any role sees other roles' database, user (autovacuum has none) and
# application_name; what those sessions wait for and work on it sees only in pg_locks.
# https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-STATS-VIEWS
_VACUUMED = f"""
SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
WHERE a.usesysid IS NULL AND a.datname = current_database() AND l.granted
  AND l.mode = 'ShareUpdateExclusiveLock' AND l.relation IN ({WITH_CHILDREN % ":relation"})
"""  # noqa: S608
_WAITING = """
SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
WHERE NOT l.granted AND a.datname = current_database()
  AND a.application_name <> 'safemigrate backfill'
"""
# Without this role, pg_stat_replication has a row for each standby, but no positions.
_IS_BLIND = """
SELECT NOT pg_has_role('pg_read_all_stats', 'USAGE') AND EXISTS (SELECT FROM pg_stat_replication)
"""
_REPLAYED = """
SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_current_wal_lsn() - '0/0' END,
       (SELECT min(replay_lsn - '0/0') FROM pg_stat_replication)
"""


@dataclass
class Lag:
    """How long ago the server wrote what its slowest standby replays now.

    It keeps its own times of positions, because pg_stat_replication.replay_lag does not grow while
    replay is paused.
    """

    positions: deque[tuple[float, int]] = field(default_factory=deque)

    def seconds(self, now: float, written: int | None, replayed: int | None) -> float:
        """Return the lag in seconds; 0 if there is no standby."""
        if written is None or replayed is None:
            self.positions.clear()
            return 0.0
        self.positions.append((now, written))
        while self.positions and self.positions[0][1] <= replayed:
            self.positions.popleft()
        return now - self.positions[0][0] if self.positions else 0.0


class Pressure:
    """Looks at the server and sets the pace of the work; max_lag is in seconds."""

    def __init__(self, session: Session, relation: str, key: Key, max_lag: float) -> None:
        self.session, self.relation, self.max_lag = session, relation, max_lag
        columns = key.listed.replace("%%", "%").replace(":", r"\:")
        table = relation.replace(":", r"\:")
        self._probe = f"SELECT 1 FROM {table} ORDER BY {columns} LIMIT 1"  # noqa: S608
        self._lag = Lag()
        self._usual_time = min(self._response_time() for _ in range(5))
        self.pace, self.why = 1.0, ""

    def look(self) -> float:
        """Return the pace to work at until the next look; `why` has what slows it down."""
        lag = self._lag.seconds(
            time.monotonic(), *(_number(position) for position in self.session.rows(_REPLAYED)[0])
        )
        if lag > self.max_lag:
            self.pace, self.why = 0.0, f"a standby lags {lag:.1f} s"
            return self.pace
        self.why = self._sign()
        level = {"": 1.0, VACUUM: DURING_VACUUM}.get(self.why, SLOWEST)
        if self.pace > level:
            self.pace = max(level, self.pace * FALL)
        else:
            self.pace = min(level, self.pace + CLIMB)
        return self.pace

    def _sign(self) -> str:
        if self.session.value(_WAITING):
            return "sessions wait for locks"
        if self._response_time() > self._usual_time + SLOW_PROBE:
            return "the server answers slowly"
        return VACUUM if self.session.value(_VACUUMED, relation=self.relation) else ""

    def _response_time(self) -> float:
        began = time.monotonic()
        self.session.rows(self._probe)
        return time.monotonic() - began


def cannot_see_lag(session: Session) -> bool:
    """Return whether there are standbys whose positions this role may not see."""
    return bool(session.value(_IS_BLIND))


def _number(value: object) -> int | None:
    return None if value is None else int(str(value))

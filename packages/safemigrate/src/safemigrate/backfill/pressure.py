"""What slows a background change down: lagging standbys, autovacuum, lock waits, slow answers.

The pace is the part of the time that may be worked in.  It falls by a third at each sign of
pressure and climbs back slowly; too much lag stops the work until the standbys have caught up.
Autovacuum rests by itself (vacuum_cost_delay), and is left half of the time.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

from safemigrate.backfill.children import WITH_CHILDREN
from safemigrate.backfill.key import Key
from safemigrate.postgres.session import Session

SLOWEST, BESIDE_VACUUM = 0.1, 0.5
FALL, CLIMB = 0.66, 0.1
SLOW_PROBE = 0.02  # seconds above its usual time

VACUUM = "autovacuum is at work"

# Of other roles' sessions everyone sees the database, the user (autovacuum has none) and the name
# of the program in pg_stat_activity; what they wait for and work on is in pg_locks alone.
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
# Without it pg_stat_replication has a line for each standby, and no position.
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

    Its own clock of positions: pg_stat_replication's replay_lag stands still while replay does.
    """

    positions: deque[tuple[float, int]] = field(default_factory=deque)

    def seconds(self, now: float, written: int | None, replayed: int | None) -> float:
        """Return the lag in seconds; 0 where nobody follows."""
        if written is None or replayed is None:
            self.positions.clear()
            return 0.0
        self.positions.append((now, written))
        while self.positions and self.positions[0][1] <= replayed:
            self.positions.popleft()
        return now - self.positions[0][0] if self.positions else 0.0


class Pressure:
    """Looks at the server, and says at which pace to work; max_lag in seconds."""

    def __init__(self, session: Session, relation: str, key: Key, max_lag: float) -> None:
        self.session, self.relation, self.max_lag = session, relation, max_lag
        columns = key.listed.replace("%%", "%").replace(":", r"\:")
        table = relation.replace(":", r"\:")
        self._probe = f"SELECT 1 FROM {table} ORDER BY {columns} LIMIT 1"  # noqa: S608
        self._lag = Lag()
        self._usual = min(self._answered() for _ in range(5))
        self.pace, self.why = 1.0, ""

    def look(self) -> float:
        """Return the pace to work at from now on; `why` says what slows it."""
        lag = self._lag.seconds(
            time.monotonic(), *(_number(each) for each in self.session.rows(_REPLAYED)[0])
        )
        if lag > self.max_lag:
            self.pace, self.why = 0.0, f"a standby lags {lag:.1f} s"
            return self.pace
        self.why = self._sign()
        level = {"": 1.0, VACUUM: BESIDE_VACUUM}.get(self.why, SLOWEST)
        if self.pace > level:
            self.pace = max(level, self.pace * FALL)
        else:
            self.pace = min(level, self.pace + CLIMB)
        return self.pace

    def _sign(self) -> str:
        if self.session.value(_WAITING):
            return "sessions wait for locks"
        if self._answered() > self._usual + SLOW_PROBE:
            return "the server answers slowly"
        return VACUUM if self.session.value(_VACUUMED, relation=self.relation) else ""

    def _answered(self) -> float:
        began = time.monotonic()
        self.session.rows(self._probe)
        return time.monotonic() - began


def sees_no_lag(session: Session) -> bool:
    """Return whether standbys follow and this role may not see how far they are."""
    return bool(session.value(_IS_BLIND))


def _number(value: object) -> int | None:
    return None if value is None else int(str(value))

"""Each sign that people wait slows a backfill down; without it the backfill speeds up again."""

import threading

import psycopg
import pytest
from sqlalchemy import create_engine

from safemigrate.backfill.key import Key
from safemigrate.backfill.pressure import CLIMB, FALL, SLOWEST, Lag, Pressure
from safemigrate.backfill.worker import MAX_SIZE, MIN_SIZE, next_size
from safemigrate.postgres.session import Session
from tests.execute.shop import until

WAITS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.fixture
def connections(database):
    """Sessions of people: whatever they began is rolled back at the end."""
    with psycopg.connect(database) as first, psycopg.connect(database) as second:
        first.execute("CREATE TABLE sale (id int PRIMARY KEY)")
        first.execute("INSERT INTO sale VALUES (1)")
        first.commit()
        yield first, second


@pytest.fixture
def pressure(database, connections):
    """A Pressure whose role has only the privileges of the application."""
    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    session = Session(engine)
    first, _ = connections
    first.execute("GRANT SELECT ON sale TO pg_signal_backend")
    first.commit()
    session.rows("SET ROLE pg_signal_backend")
    assert session.value("SELECT NOT pg_has_role('pg_read_all_stats', 'USAGE')")
    yield Pressure(session, "sale", Key(("id",), ("integer",)), max_lag=10.0)
    session.close()
    engine.dispose()


def test_nothing_slows_it_where_nobody_waits(pressure):
    assert (pressure.look(), pressure.why) == (1.0, "")


def test_sessions_that_wait_for_locks(pressure, connections):
    holder, waiter = connections
    holder.execute("SELECT FROM sale FOR UPDATE")
    waiting = threading.Thread(target=waiter.execute, args=["SELECT FROM sale FOR UPDATE"])
    waiting.start()
    until(lambda: holder.execute(WAITS).fetchone()[0], "somebody waits")
    paces = [pressure.look() for _ in range(8)]
    assert pressure.why == "sessions wait for locks"
    assert paces[:2] == [FALL, FALL * FALL]
    assert paces[-1] == SLOWEST, "it never stops for them"
    holder.commit()
    waiting.join()
    climbed = pressure.look()
    assert (climbed, pressure.why) == (pytest.approx(SLOWEST + CLIMB), "")
    for _ in range(10):
        climbed = pressure.look()
    assert climbed == 1.0


def test_a_server_that_answers_slowly(pressure, connections):
    """The probe reads a row of the table as its people do: here it waits until they are done."""
    holder, watcher = connections
    holder.execute("LOCK TABLE sale")

    def let_go() -> None:
        until(lambda: watcher.execute(WAITS).fetchone()[0], "the probe waits")
        watcher.execute("SELECT pg_sleep(0.03)")  # longer than SLOW_PROBE
        holder.commit()

    holding = threading.Thread(target=let_go)
    holding.start()
    assert (pressure.look(), pressure.why) == (FALL, "the server answers slowly")
    holding.join()


# fmt: off
LAGS = [
    # looks (when, written, replayed)                         lag at the last,  because
    ([(0.0, 100, 100)],                                       0.0,              "it has all"),
    ([(0.0, 100, 90)],                                        0.0,              "nobody knows yet since when"),
    ([(0.0, 100, 90), (2.0, 200, 90)],                        2.0,              "it waits for what was written then"),
    ([(0.0, 100, 90), (2.0, 200, 150)],                       0.0,              "what was written first is there"),
    ([(0.0, 100, 90), (2.0, 200, 100), (5.0, 300, 150)],      3.0,              "it replays, and is behind"),
    ([(0.0, 100, 90), (2.0, 200, None), (9.0, 300, 200)],     0.0,              "the standby was away, and is another"),
    ([(0.0, None, 90), (9.0, None, 90)],                      0.0,              "a standby itself writes nothing"),
]
SIZES = [
    # size,    rows,      took,    grows,  wanted,    because
    (100,       100,       0.05,    True,   100,       "just so"),
    (100,       100,       0.005,   True,   200,       "never more than twice as many at once"),
    (100,       100,       0.1,     True,   50,        "slower: fewer"),
    (100,       100,       5.0,     True,   25,        "much slower: no less than a quarter at once"),
    (20,        20,        9.0,     True,   MIN_SIZE,  "never less than a few"),
    (MAX_SIZE,  MAX_SIZE,  0.001,   True,   MAX_SIZE,  "never more than a snapshot should hold"),
    (100,       30,        0.0001,  True,   100,       "the last rows of a table say nothing"),
    (100,       100,       0.005,   False,  100,       "a later share of a range, which is quicker than the first"),
    (100,       100,       0.1,     False,  50,        "and may be slower, too"),
]
# fmt: on


@pytest.mark.parametrize("looks, wanted, because", LAGS)
def test_the_lag_by_our_own_clock(looks, wanted, because):
    lag = Lag()
    assert [lag.seconds(*look) for look in looks][-1] == wanted, because


@pytest.mark.parametrize("size, rows, took, grows, wanted, because", SIZES)
def test_a_batch_is_sized_by_the_time_it_took(size, rows, took, grows, wanted, because):
    assert next_size(size, rows, took, 0.05, may_grow=grows) == wanted, because

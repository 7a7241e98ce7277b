"""A backfill waits for a lagging standby, and slows down while autovacuum is at work."""

from pathlib import Path

import psycopg
from sqlalchemy import create_engine, make_url

import localpg
from localpg.pytest_plugin import installation
from safemigrate.backfill.backfill_run import NO_LAG, Terms, run
from safemigrate.backfill.key import Key
from safemigrate.backfill.pressure import DURING_VACUUM, VACUUM, Pressure
from safemigrate.postgres.session import Session
from tests.backfill.a_standby import a_standby
from tests.backfill.till import ONCE, ROWS, SALE, Till
from tests.execute.shop import make_shop, until
from tiers import full

pytestmark = full

MANY = 60_000
SEEN = "SELECT rows_seen FROM _migrate.backfill"
SLOWLY_VACUUMED = """
CREATE TABLE sale (id int PRIMARY KEY) WITH (autovacuum_vacuum_threshold = 1,
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100,
    autovacuum_vacuum_cost_limit = 1)
"""
BEAT = "SELECT heartbeat FROM _migrate.backfill"


def test_it_stands_still_while_a_standby_lags(tmp_path: Path, commands):
    with localpg.throwaway(binaries=installation()) as server:
        server.create_database("till")
        url = server.url("till")
        till = Till(make_shop(tmp_path / "shop", url, commands))
        till.register(ONCE, SALE, ROWS % MANY)
        with (
            a_standby(url) as behind,
            psycopg.connect(behind, autocommit=True) as standby,
        ):
            standby.execute("SELECT pg_wal_replay_pause()")
            process = till.shop.begin(
                *("backfill", "run", "once", "--batch-ms", "2", "--max-lag", "200ms")
            )
            output = process.stderr.readline()
            assert "slowed: a standby lags" in output
            stopped_at = till.counted(SEEN)
            assert 0 < stopped_at < MANY
            for _ in range(3):
                last = till.counted(BEAT)
                until(lambda before=last: till.counted(BEAT) > before, "it looks again")
            assert till.counted(SEEN) == stopped_at, "not one batch more"
            standby.execute("SELECT pg_wal_replay_resume()")
            _, errors = process.communicate()
            assert (process.returncode, "pg_monitor" in errors) == (0, False), errors
            rows = "SELECT n, count(*) FROM sale GROUP BY n"
            assert till.shop.rows(rows) == [(1, MANY)]
            until(lambda: standby.execute(rows).fetchall() == [(1, MANY)], "the standby has it all")
            _see_that_a_blind_role_is_told(till)
        till.shop.end()


def _see_that_a_blind_role_is_told(till):
    """Without the message such a role would seem to have a standby that does not lag."""
    till.shop.rows(
        "CREATE ROLE clerk LOGIN PASSWORD 'clerk'; GRANT ALL ON sale, _migrate.backfill, _migrate.backfill_batch, "
        "_migrate.backfill_bad_row TO clerk; GRANT USAGE ON SCHEMA _migrate TO clerk; "
        "UPDATE _migrate.backfill SET state = 'registered', reached = NULL, exhausted = false"
    )
    url = make_url(till.shop.url).set(
        drivername="postgresql+psycopg", username="clerk", password="clerk"
    )
    engine = create_engine(url)
    output = []
    run(engine, "once", Terms(), output.append)
    engine.dispose()
    assert output[0] == NO_LAG.format("once")


def test_it_yields_to_autovacuum():
    with localpg.throwaway(binaries=installation()) as server:
        engine = create_engine(server.url().replace("postgresql://", "postgresql+psycopg://"))
        session = Session(engine)
        with psycopg.connect(server.url(), autocommit=True) as people:
            people.execute("ALTER SYSTEM SET autovacuum_naptime = '1s'")
            people.execute("SELECT pg_reload_conf()")
            people.execute(SLOWLY_VACUUMED)
            people.execute("CREATE ROLE clerk; GRANT SELECT ON sale TO clerk")
            session.rows("SET ROLE clerk")
            people.execute("INSERT INTO sale SELECT g FROM generate_series(1, 50000) AS g")
            pressure = Pressure(session, "sale", Key(("id",), ("integer",)), max_lag=10.0)
            people.execute("DELETE FROM sale WHERE id % 2 = 0")

            def slowed() -> str:
                people.execute("SELECT")  # before 15 a session that idles keeps what it counted
                pressure.look()
                return pressure.why

            until(slowed, "it slows down")
            assert pressure.why == VACUUM
            assert min(pressure.look() for _ in range(8)) == DURING_VACUUM
        session.close()
        engine.dispose()

"""Whatever ends a run, and whenever: after another run every row is changed exactly once."""

import os
import random
import signal
from pathlib import Path

import psycopg
import pytest

import localpg
from localpg.pytest_plugin import installation
from tests.backfill.till import ONCE, ROWS, SALE, Till
from tests.execute.shop import make_shop, until
from tiers import full

KILLS = 20
ROWS_BETWEEN = 1_500  # rows between two kills
MANY = KILLS * ROWS_BETWEEN * 2


def at_work(till: Till, beyond: int) -> bool:
    """Return whether the run has changed rows beyond a number, or has ended."""
    [(seen, state)] = till.shop.rows("SELECT rows_seen, state FROM _migrate.backfill")
    return seen > beyond or state != "registered"


def changed_so_far(till: Till) -> int:
    [(seen,)] = till.shop.rows("SELECT rows_seen FROM _migrate.backfill")
    return int(seen)


@full
def test_twenty_times_kill_9(till):
    till.register(ONCE, SALE, ROWS % MANY)
    killed = 0
    chance = random.Random(6)  # noqa: S311
    while till.state() == "registered" and killed < KILLS:
        before = changed_so_far(till)
        process = till.shop.begin("backfill", "run", "once", "--batch-ms", "3", "--workers", "2")
        wanted = before + chance.randrange(1, ROWS_BETWEEN)
        until(lambda beyond=wanted: at_work(till, beyond), "rows are changed")
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed += till.state() == "registered"
    assert killed == KILLS
    last = till.run("run", "once")
    assert last.status == 0, last
    assert till.shop.rows("SELECT n, count(*) FROM sale GROUP BY n") == [(1, MANY)]
    assert till.status_json("status", "once")["rows_changed"] == MANY


@full
def test_the_server_dies_in_the_middle(tmp_path: Path, commands):
    with localpg.throwaway(binaries=installation()) as server:
        server.create_database("till")
        shop = make_shop(tmp_path / "shop", server.url("till"), commands)
        till = Till(shop)
        till.register(ONCE, SALE, ROWS % 60_000)
        for _ in range(3):
            before = changed_so_far(till)
            process = shop.begin("backfill", "run", "once", "--batch-ms", "3")
            until(lambda seen=before: at_work(till, seen), "rows are changed")
            [(data,)] = shop.rows("SHOW data_directory")
            os.kill(int((Path(data) / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
            _, output = process.communicate()
            assert process.returncode == 1, output
            assert "Traceback" not in output
            shop.url = server.url("till")  # starts it again
            until(lambda: _answers(shop.url), "the server is back")
            assert till.state() == "registered"
        assert till.run("run", "once").status == 0
        assert shop.rows("SELECT n, count(*) FROM sale GROUP BY n") == [(1, 60_000)]
        shop.end()


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


@full
@pytest.mark.parametrize("end", ["terminate", "interrupt"])
def test_its_sessions_are_ended(till, end):
    till.register(ONCE, SALE, ROWS % 40_000)
    process = till.shop.begin("backfill", "run", "once", "--batch-ms", "3")
    until(lambda: at_work(till, 0), "rows are changed")
    if end == "terminate":
        till.shop.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
            "application_name = 'safemigrate backfill' AND datname = current_database()"
        )
    else:
        process.send_signal(signal.SIGINT)
    _, output = process.communicate()
    assert process.returncode == 1
    assert "Traceback" not in output
    assert till.run("run", "once").status == 0
    assert till.shop.rows("SELECT n, count(*) FROM sale GROUP BY n") == [(1, 40_000)]

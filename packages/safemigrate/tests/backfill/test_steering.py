"""Pause, resume and cancel; two runs at once; rows that come and go; rows that are locked."""

import psycopg

from tests.backfill.till import ONCE, ROWS, SALE, TOTAL
from tests.execute.shop import until
from tiers import full

SEEN = "SELECT rows_seen FROM _migrate.backfill"
RUN = ("backfill", "run", "once", "--batch-ms", "2")


def begun(till, *words):
    process = till.shop.begin(*(words or RUN))
    until(lambda: till.counted(SEEN), "rows are changed")
    return process


@full
def test_pause_and_resume_a_run(till):
    till.register(ONCE, SALE, ROWS % 60_000)
    process = begun(till)
    assert till.status_json("pause", "once")["state"] == "paused"
    # A batch may be under way: it is the last, and its range is off the list when it is done.
    with psycopg.connect(till.shop.url) as other:
        other.execute("SELECT FROM _migrate.backfill_batch FOR UPDATE")
        paused_at = till.counted(SEEN)
    assert 0 < paused_at < 60_000
    again = till.run("run", "once")
    assert (again.status, "is paused and not complete" in again.stderr) == (8, True)
    assert till.counted(SEEN) == paused_at, "nothing went on"
    assert process.poll() is None, "it waits"
    assert till.run("resume", "once").status == 0
    out, output = process.communicate()
    assert (process.returncode, out) == (0, "once: verified, 60,000 rows changed\n"), output
    assert till.shop.rows("SELECT n, count(*) FROM sale GROUP BY n") == [(1, 60_000)]


@full
def test_cancel_a_run_and_start_over(till):
    till.register(ONCE, SALE, ROWS % 60_000)
    process = begun(till)
    assert till.status_json("cancel", "once")["state"] == "cancelled"
    _, output = process.communicate()
    assert process.returncode == 8
    assert "Backfill once is cancelled and not complete." in output
    changed = till.counted("SELECT sum(n) FROM sale")
    assert till.status_json("status", "once")["rows_changed"] == changed < 60_000
    for command in ("run", "resume", "retry", "verify", "pause"):
        assert till.run(command, "once").status == 8, command
    assert till.shop.db("downgrade", "base").status == 0
    assert till.shop.db("upgrade").status == 0
    assert till.run("run", "once").status == 0
    assert till.counted("SELECT sum(n) FROM sale") == 60_000 + changed, "from the start"


@full
def test_two_runs_at_once_with_two_workers_each(till):
    till.register(ONCE, SALE, ROWS % 60_000)
    runs = [till.shop.begin("backfill", "run", "once", "--workers", "2") for _ in range(2)]
    results = [(process.communicate(), process.returncode) for process in runs]
    assert [status for _, status in results] == [0, 0], results
    assert till.shop.rows("SELECT n, count(*) FROM sale GROUP BY n") == [(1, 60_000)]
    assert till.status_json("status", "once")["rows_changed"] == 60_000


@full
def test_many_workers_on_batches_of_a_few_rows(till):
    till.register(ONCE, SALE, ROWS % 5_000)
    outcome = till.run("run", "once", "--workers", "8", "--batch-ms", "1")
    assert outcome.status == 0, outcome
    assert till.shop.rows("SELECT n, count(*) FROM sale GROUP BY n") == [(1, 5_000)]
    assert till.status_json("status", "once")["rows_changed"] == 5_000


def test_outside_its_window_it_rests(till):
    till.register(ONCE, SALE, ROWS % 5)
    never = "Mon 00:00-00:01 Etc/GMT+12"
    early = till.run("run", "once", "--window", never)
    assert early.status == 6
    assert (
        f"Backfill once is not running: it is outside the window {never}. The next window opens"
    ) in early.stderr
    assert till.counted("SELECT sum(n) FROM sale") == 0
    early = till.shop.db("backfill", "run", SAFEMIGRATE_BACKFILL_WINDOW=never)
    assert early.status == 6, "the setting says the same"
    assert till.run("run", "--window", "soon").status == 2
    assert till.run("run", "--window", "Mon-Sun 00:00-24:00 UTC").status == 0


@full
def test_rows_inserted_and_deleted_meanwhile(till):
    uuids = SALE.replace("id int PRIMARY KEY", "k uuid PRIMARY KEY, id int")
    rows = "INSERT INTO sale (k, id) SELECT md5(g::text)::uuid, g FROM generate_series(%s, %s) AS g"
    till.register(TOTAL, uuids, rows % (1, 40_000))
    process = begun(till, "backfill", "run", "total", "--batch-ms", "2")
    for first in range(40_001, 42_001, 100):
        till.shop.rows(rows % (first, first + 99))
        till.shop.rows(
            "DELETE FROM sale WHERE id BETWEEN %s AND %s", first - 40_000, first - 39_901
        )
    _, output = process.communicate()
    assert process.returncode == 0, output
    assert till.shop.rows("SELECT count(*), count(total) FROM sale") == [(40_000, 40_000)]


@full
def test_a_locked_row_holds_up_its_batch_alone(till):
    till.register(ONCE, SALE, ROWS % 20_000)
    with psycopg.connect(till.shop.url) as other:
        other.execute("SELECT FROM sale WHERE id = 5 FOR UPDATE")
        process = begun(till)
        until(
            lambda: till.counted("SELECT min(n) + count(*) FROM sale WHERE id > 10000") == 10_001,
            "the rest is changed",
        )
        tries = "SELECT max(tries) FROM _migrate.backfill_batch"
        until(lambda: (till.counted(tries) or 0) > 1, "it is tried again")
        other.execute("UPDATE sale SET total = 1 WHERE id = 5")
    _, output = process.communicate()
    assert process.returncode == 0, output
    assert till.shop.rows("SELECT n, count(*) FROM sale GROUP BY n") == [(1, 20_000)]
    assert till.shop.rows("SELECT total FROM sale WHERE id = 5") == [(1,)]

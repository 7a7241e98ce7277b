"""Workers that meet: each row is changed once, and a pass ends when nothing is left of it."""

import threading

import psycopg
import pytest

from safemigrate.backfill.batch import (
    Failed,
    change_by_sql,
    end_of_pass,
    hand_out,
    postponed,
    split,
    work_off,
)
from safemigrate.backfill.verify import mark_verified
from safemigrate.backfill.work import begin, read
from safemigrate.commands.backfill import _RETRY
from tests.backfill.till import ONCE, ROWS, SALE
from tests.execute.shop import until

COUNTED = "SELECT n, count(*) FROM sale GROUP BY n ORDER BY n"
IN_SHARES = "UPDATE _migrate.backfill SET rows_seen = 1, rows_changed = 1"
# What is not on a list any more, and the row that keeps the work from its end.
ON_A_LIST = {
    "bad": "INSERT INTO _migrate.backfill_bad_row VALUES ('once', '{7}', '22012', 'bad')",
    "batch": "INSERT INTO _migrate.backfill_batch (name, upto, single, rows) "
    "VALUES ('once', '{7}', true, 0)",
}


def cancelled(line, work, rows):
    """Change nothing, as where somebody cancels the statement."""
    line.ask("SET LOCAL statement_timeout = '1ms'")
    line.ask("SELECT pg_sleep(60)")


@pytest.fixture
def work(till, line):
    """400 rows, of which a transaction changes a quarter."""
    till.register(ONCE, SALE, ROWS % 400)
    with line.transaction():
        found = read(line.ask, "once")
        begin(line.ask, found)
        line.ask(IN_SHARES)
    assert (found.shares, hand_out(line, found, 100)) == (4, True)
    return found


def failed(line, work):
    with pytest.raises(Failed) as caught:
        work_off(line, work, cancelled)
    return caught.value.batch


def worked_to_the_end(line, work):
    while work_off(line, work, change_by_sql) or hand_out(line, work, 100):
        pass


# fmt: off
SPLITS = [
    # shares done before, between the failure and its mending   because
    (0, 0,  "nothing of it is done"),
    (2, 0,  "the halves go on at the share that failed"),
    (0, 1,  "another worker has done the share that failed"),
    (1, 3,  "another worker has done all that was left"),
]
# fmt: on


@pytest.mark.parametrize("before, between, because", SPLITS)
def test_a_range_that_failed_is_gone_on_with_once(till, lines, work, before, between, because):
    one, other = lines(), lines()
    for _ in range(before):
        work_off(one, work, change_by_sql)
    batch = failed(one, work)
    for _ in range(between):
        work_off(other, work, change_by_sql)
    assert not split(one, work, batch, sqlstate="57014", error="cancelled")
    worked_to_the_end(other, work)
    assert till.shop.rows(COUNTED) == [(1, 400)], because


def test_two_that_failed_split_it_once(till, lines, work):
    one, other = lines(), lines()
    batches = [failed(each, work) for each in (one, other)]
    for each, batch in zip((one, other), batches, strict=True):
        split(each, work, batch, sqlstate="57014", error="cancelled")
    assert till.shop.rows("SELECT upto, rows FROM _migrate.backfill_batch ORDER BY id") == [
        (["200"], 200),
        (["400"], 200),
    ]


def test_a_range_that_met_a_lock_lets_others_go_first(till, line, work):
    batch = failed(line, work)
    postponed(line, batch)
    till.shop.rows("UPDATE _migrate.backfill_batch SET not_before = 'infinity'")
    assert work_off(line, work, change_by_sql) is None
    assert not end_of_pass(line, work), "it is still on the list"


def test_a_key_that_a_parent_and_its_child_both_have(till):
    """No unique index spans both: the key is put aside, and stands for both rows."""
    bad = 'op.backfill("once", "sale", set_={"n": "n + 1 / (id - 1)"})'
    till.register(
        *(bad, SALE, "CREATE TABLE old () INHERITS (sale)", ROWS % 3),
        "INSERT INTO old VALUES (1), (2)",
    )
    outcome = till.run("run", "once")
    assert (outcome.status, "sale id = 1: division by zero" in outcome.stderr) == (8, True)
    assert till.shop.rows("SELECT id, n FROM sale ORDER BY 1, 2") == [
        *((1, 0), (1, 0), (2, 1), (2, 1), (3, 0)),  # 1 / 2 is 0
    ]


@pytest.mark.parametrize("what", ON_A_LIST)
def test_it_is_not_verified_with_a_row_on_a_list(till, line, work, what):
    worked_to_the_end(line, work)
    assert end_of_pass(line, work)
    till.shop.rows(ON_A_LIST[what])
    assert not mark_verified(line, work)
    till.shop.rows("DELETE FROM _migrate.backfill_bad_row; DELETE FROM _migrate.backfill_batch")
    assert (mark_verified(line, work), till.state()) == (True, "verified")


def test_a_row_that_comes_back_keeps_the_pass_open(till, line, work):
    """`retry` puts it on the list in the moment that a run notes the end of its pass."""
    worked_to_the_end(line, work)
    till.shop.rows(ON_A_LIST["bad"])
    closed = []
    with psycopg.connect(till.shop.url) as other:
        other.execute(_RETRY.replace(":name", "'once'"))
        closing = threading.Thread(target=lambda: closed.append(end_of_pass(line, work)))
        closing.start()
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        until(lambda: other.execute(waits).fetchone()[0], "it waits for the other")
    closing.join()
    assert (closed, till.state()) == ([False], "registered")
    worked_to_the_end(line, work)
    assert end_of_pass(line, work)
    assert till.shop.rows("SELECT n, count(*) FROM sale GROUP BY n ORDER BY n") == [
        *((1, 399), (2, 1)),
    ], "the row that was said to be bad had been changed"

"""Several workers change each row once, and a pass ends when none of its rows is left."""

import threading

import psycopg
import pytest

from safemigrate.backfill.batch import (
    BatchFailed,
    change_by_sql,
    change_next_batch,
    end_of_pass,
    hand_out,
    postpone,
    split,
)
from safemigrate.backfill.verify import mark_verified
from safemigrate.backfill.work import begin, read
from safemigrate.commands.backfill import _RETRY
from tests.backfill.till import ONCE, ROWS, SALE
from tests.execute.shop import until

COUNTED = "SELECT n, count(*) FROM sale GROUP BY n ORDER BY n"
IN_SHARES = "UPDATE _migrate.backfill SET rows_seen = 1, rows_changed = 1"
# The lists of bad rows and of ranges, and a row in each that keeps the backfill from ending.
ON_A_LIST = {
    "bad": "INSERT INTO _migrate.backfill_bad_row VALUES ('once', '{7}', '22012', 'bad')",
    "batch": "INSERT INTO _migrate.backfill_batch (name, upto, single, rows) "
    "VALUES ('once', '{7}', true, 0)",
}


def cancelled(session, work, rows):
    """Change nothing, as if somebody canceled the statement."""
    session.ask("SET LOCAL statement_timeout = '1ms'")
    session.ask("SELECT pg_sleep(60)")


@pytest.fixture
def work(till, session):
    """400 rows, of which a transaction changes a quarter."""
    till.register(ONCE, SALE, ROWS % 400)
    with session.transaction():
        backfill = read(session.ask, "once")
        begin(session.ask, backfill)
        session.ask(IN_SHARES)
    assert (backfill.shares, hand_out(session, backfill, 100)) == (4, True)
    return backfill


def failed(session, work):
    with pytest.raises(BatchFailed) as caught:
        change_next_batch(session, work, cancelled)
    return caught.value.batch


def worked_to_the_end(session, work):
    while change_next_batch(session, work, change_by_sql) or hand_out(session, work, 100):
        pass


# fmt: off
SPLITS = [
    # shares done before, between the failure and the split     because
    (0, 0,  "nothing of it is done"),
    (2, 0,  "the halves go on at the share that failed"),
    (0, 1,  "another worker has done the share that failed"),
    (1, 3,  "another worker has done all that was left"),
]
# fmt: on


@pytest.mark.parametrize("before, between, because", SPLITS)
def test_a_range_that_failed_is_gone_on_with_once(till, sessions, work, before, between, because):
    first, second = sessions(), sessions()
    for _ in range(before):
        change_next_batch(first, work, change_by_sql)
    batch = failed(first, work)
    for _ in range(between):
        change_next_batch(second, work, change_by_sql)
    assert not split(first, work, batch, sqlstate="57014", error="cancelled")
    worked_to_the_end(second, work)
    assert till.shop.rows(COUNTED) == [(1, 400)], because


def test_two_that_failed_split_it_once(till, sessions, work):
    first, second = sessions(), sessions()
    batches = [failed(session, work) for session in (first, second)]
    for session, batch in zip((first, second), batches, strict=True):
        split(session, work, batch, sqlstate="57014", error="cancelled")
    assert till.shop.rows("SELECT upto, rows FROM _migrate.backfill_batch ORDER BY id") == [
        (["200"], 200),
        (["400"], 200),
    ]


def test_a_range_that_met_a_lock_lets_others_go_first(till, session, work):
    batch = failed(session, work)
    postpone(session, batch)
    till.shop.rows("UPDATE _migrate.backfill_batch SET not_before = 'infinity'")
    assert change_next_batch(session, work, change_by_sql) is None
    assert not end_of_pass(session, work), "it is still on the list"


def test_a_key_that_a_parent_and_its_child_both_have(till):
    """No unique index spans both: the key is recorded as bad, for both rows."""
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


@pytest.mark.parametrize("list_name", ON_A_LIST)
def test_it_is_not_verified_with_a_row_on_a_list(till, session, work, list_name):
    worked_to_the_end(session, work)
    assert end_of_pass(session, work)
    till.shop.rows(ON_A_LIST[list_name])
    assert not mark_verified(session, work)
    till.shop.rows("DELETE FROM _migrate.backfill_bad_row; DELETE FROM _migrate.backfill_batch")
    assert (mark_verified(session, work), till.state()) == (True, "verified")


def test_a_row_that_comes_back_keeps_the_pass_open(till, session, work):
    """`retry` puts it on the list just when a run marks the end of its pass."""
    worked_to_the_end(session, work)
    till.shop.rows(ON_A_LIST["bad"])
    results = []
    with psycopg.connect(till.shop.url) as second:
        second.execute(_RETRY.replace(":name", "'once'"))
        closing = threading.Thread(target=lambda: results.append(end_of_pass(session, work)))
        closing.start()
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        until(lambda: second.execute(waits).fetchone()[0], "it waits for the other")
    closing.join()
    assert (results, till.state()) == ([False], "registered")
    worked_to_the_end(session, work)
    assert end_of_pass(session, work)
    assert till.shop.rows("SELECT n, count(*) FROM sale GROUP BY n ORDER BY n") == [
        *((1, 399), (2, 1)),
    ], "the row in the list of bad rows had been changed"

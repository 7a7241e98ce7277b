"""A range is changed in shares if that keeps rows on their pages; each row is changed once."""

from pathlib import Path

import pytest

import localpg
from localpg.pytest_plugin import installation
from safemigrate.backfill.batch import hand_out
from safemigrate.backfill.shares import SHARES
from safemigrate.backfill.work import read
from tests.backfill.till import ONCE, ROWS, SALE, Till
from tests.execute.shop import make_shop
from tiers import mostly_full

PARTED = "CREATE TABLE sale (id int PRIMARY KEY, n int) PARTITION BY RANGE (id); CREATE TABLE part PARTITION OF sale DEFAULT"
FUNCTION = 'op.backfill("f", "sale", function="fill_sales:fill")'

# fmt: off
TABLES = [
    # backfill  table                                                                              shares  because
    (ONCE,     "CREATE TABLE sale (id int PRIMARY KEY, n int)",                                    SHARES, "no index has the column"),
    (ONCE,     "CREATE TABLE sale (id int PRIMARY KEY, n int, m int); CREATE INDEX ON sale (m)",   SHARES, "another column's index"),
    (ONCE,     "CREATE TABLE sale (id varchar(9) PRIMARY KEY, n int)",                             SHARES, "a type with a length"),
    (ONCE,     "CREATE TABLE sale (id uuid PRIMARY KEY, n int)",                                   SHARES, "a uuid"),
    (ONCE,     "CREATE TABLE sale (id smallint PRIMARY KEY, n int)",                               SHARES, "a short number"),
    (ONCE,     "CREATE TABLE sale (d date, id int, n int, PRIMARY KEY (d, id))",                   SHARES, "one of two columns is enough"),
    (ONCE,     PARTED,                                                                             SHARES, "partitions whose indexes do without it"),
    (ONCE,     "CREATE TABLE sale (id timestamptz PRIMARY KEY, n int)",                            1,      "a type that gives no number here"),
    (ONCE,     "CREATE TABLE sale (id int PRIMARY KEY, n int); CREATE INDEX ON sale (n)",          1,      "every change goes into the index"),
    (ONCE,     "CREATE TABLE sale (id int PRIMARY KEY, n int UNIQUE)",                             1,      "a constraint's index"),
    (ONCE,     "CREATE TABLE sale (id int PRIMARY KEY, n int); CREATE INDEX ON sale ((n + 1))",    1,      "an expression"),
    (ONCE,     "CREATE TABLE sale (id int PRIMARY KEY, n int); CREATE INDEX ON sale (id) WHERE n > 0", 1,  "the condition of an index"),
    (ONCE,     "CREATE TABLE sale (id int PRIMARY KEY, n int); CREATE INDEX ON sale (id) INCLUDE (n)", 1,  "stored in the index"),
    (ONCE,     f"{PARTED}; CREATE INDEX ON part (n)",                                              1,      "an index of one partition"),
    (ONCE,     "CREATE TABLE sale (id int PRIMARY KEY, n int); CREATE TABLE old () INHERITS (sale); CREATE INDEX ON old (n)", 1, "an index of a table that inherits"),
    (FUNCTION, "CREATE TABLE sale (id int PRIMARY KEY, n int)",                                    1,      "what a function changes is not known"),
]
# fmt: on


@pytest.mark.parametrize("backfill, table, shares, because", mostly_full(TABLES, every=3))
def test_shares_where_rows_can_stay_on_their_pages(till, session, backfill, table, shares, because):
    till.register(backfill, *table.split("; "))
    with session.transaction():
        assert read(session.ask, backfill.split('"')[1]).shares == shares, because


# fmt: off
SO_FAR = [
    # seen changed pass  shares  because
    (0,    0,      1,    1,      "nothing is known yet"),
    (100,  50,     1,    SHARES, "half of the rows are changed"),
    (100,  49,     1,    1,      "each share reads the whole range, and finds less to change"),
    (100,  900,    2,    1,      "a second pass finds rows that came to match during the first"),
]
# fmt: on


@pytest.mark.parametrize("seen, changed, number, shares, because", SO_FAR)
def test_shares_where_most_rows_are_changed(till, session, seen, changed, number, shares, because):
    till.register(ONCE, SALE, ROWS % 1000)
    with session.transaction():
        work = read(session.ask, "once")
        session.ask(
            "UPDATE _migrate.backfill SET rows_seen = %s, rows_changed = %s, pass = %s",
            *(seen, changed, number),
        )
    assert hand_out(session, work, 10)
    handed = till.shop.rows("SELECT share, shares, rows FROM _migrate.backfill_batch")
    assert handed == [(0, shares, 10 * shares)], because


def test_the_table_hardly_grows(tmp_path: Path, commands):
    """On its own server, because a long transaction in any database keeps old row versions."""
    with localpg.throwaway(binaries=installation()) as server:
        server.create_database("till")
        till = Till(make_shop(tmp_path / "shop", server.url("till"), commands))
        wide = "ALTER TABLE sale ADD note text DEFAULT repeat('x', 80)"
        till.register(ONCE, SALE, wide, ROWS % 60_000)
        size = "SELECT pg_relation_size('sale')"
        before = till.counted(size)
        assert till.run("run", "once").status == 0
        assert till.shop.rows("SELECT n, count(*) FROM sale GROUP BY n") == [(1, 60_000)]
        assert till.counted(size) < 1.5 * before, "one UPDATE doubles it"
        till.shop.end()


def test_a_bad_row_of_a_share_is_put_aside_alone(till):
    once = 'op.backfill("once", "sale", set_={"n": "n + 1 + 0 / (id - 2500)"})'
    till.register(once, SALE, ROWS % 3000)
    outcome = till.run("run", "once", "--batch-ms", "2", "--workers", "2")
    assert (outcome.status, "sale id = 2500: division by zero" in outcome.stderr) == (8, True)
    counted = till.shop.rows("SELECT n, count(*) FROM sale GROUP BY n ORDER BY n")
    assert counted == [(0, 1), (1, 2999)]
    assert till.status_json("status", "once")["rows_changed"] == 2999

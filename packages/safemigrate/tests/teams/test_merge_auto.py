"""`db merge --auto` joins two heads whose order does not matter, and names what it decides."""

import json

import pytest

from tests.testing.conftest import databases
from tiers import mostly_full

THING = """op.execute("CREATE TABLE thing (id int PRIMARY KEY, name text, n int, seen timestamptz)")
    op.execute("CREATE TABLE log (entry text, at timestamptz DEFAULT clock_timestamp())")
    op.execute("CREATE TABLE kind (id int PRIMARY KEY)")
    op.execute("INSERT INTO thing VALUES (5, 'five', 5)")"""


def sql(*statements: str) -> str:
    return "; ".join(f'op.execute("{statement}")' for statement in statements)


# fmt: off
COMMUTE = [
    # r2                                            r3                                              because
    (sql("ALTER TABLE thing ADD a int"),            sql("ALTER TABLE thing ADD b int"),             "the order of columns does not matter"),
    (sql("CREATE TABLE x (id int)"),                sql("CREATE INDEX ix ON thing (n)"),            "other things"),
    (sql("UPDATE thing SET name = upper(name)"),    sql("UPDATE thing SET n = n + 1"),              "other columns of the same rows"),
    (sql("INSERT INTO log VALUES ('a')"),           sql("INSERT INTO log VALUES ('b')"),            "a clock differs in every run"),
    (sql("UPDATE thing SET n = n + 1"),             sql("UPDATE thing SET seen = clock_timestamp()"), "a clock in a row of something else"),
    (sql("INSERT INTO kind VALUES (1)"),   "pass",                                         "a made-up row makes way"),
    ('op.backfill("up", "thing", set_={"name": "upper(name)"}, where="name <> upper(name)")', sql("ALTER TABLE thing ADD c int"), "a backfill is run"),
]
CONFLICT = [
    # r2                                            r3                                              what it says
    (sql("ALTER TABLE thing ADD a int"),            sql("ALTER TABLE thing ADD a text"),            "r3 cannot be applied after r2: Revision r3 (migrations/versions/r3_made.py, line 13)"),
    (sql("ALTER TABLE thing RENAME n TO m"),        sql("ALTER TABLE thing ADD CHECK (n > 0)"),     "r3 cannot be applied after r2: "),
    (sql("ALTER TABLE thing DROP COLUMN n"),        sql("ALTER TABLE thing ADD IF NOT EXISTS n int"), "column public.thing.n exists only if r2 comes first"),
    (sql("CREATE TABLE IF NOT EXISTS y (id int)"),  sql("CREATE TABLE IF NOT EXISTS y (id text)"),  "column public.y.id has type integer if r2 comes first and text if r3 comes first"),
    (sql("UPDATE thing SET n = n * 2"),             sql("UPDATE thing SET n = n + 1"),              "in a row of table thing, n is '11' instead of '12' if r2 comes before r3"),
    (sql("UPDATE thing SET n = n * 2, seen = clock_timestamp()"), sql("UPDATE thing SET n = n + 1"), "in a row of table thing, n is '11' instead of '12' if r2 comes before r3"),
    (sql("UPDATE thing SET seen = '2025-01-01'"),   sql("UPDATE thing SET seen = clock_timestamp()"), "in a row of table thing, seen is '…' instead of '2025-01-01 00:00:00+00'"),
    (sql("UPDATE thing SET seen = clock_timestamp()"), sql("UPDATE thing SET seen = '2025-01-01'"), "in a row of table thing, seen is '2025-01-01 00:00:00+00' instead of '"),
    (sql("UPDATE thing SET n = 100"),               sql("DELETE FROM thing WHERE n < 100"),         "table thing has 1 row instead of 0 if r2 comes first"),
    ("raise ValueError(5)",                         "pass",                                         "r2 cannot be applied alone: "),
]
# fmt: on


@pytest.fixture(scope="module")
def shop(new_shop):
    shop = new_shop("forked")
    shop.revision("r1", upgrade=THING)
    return shop


def fork(shop, second, third):
    shop.revision("r2", "r1", upgrade=second)
    shop.revision("r3", "r1", upgrade=third)


def merges(shop):
    return sorted((shop.folder / "migrations" / "versions").glob("*merge*"))


@pytest.mark.parametrize("second, third, because", mostly_full(COMMUTE, every=5))
def test_two_that_commute(shop, second, third, because):
    fork(shop, second, third)
    outcome = shop.db("merge", "--auto", "--json")
    assert outcome.status == 0, (because, outcome)
    answer = json.loads(outcome.stdout)
    [file] = answer["files"]
    merges(shop)[0].unlink()
    assert (answer["commute"], file["down_revisions"]) == (["r2", "r3"], ["r2", "r3"])
    assert file["message"] == "merge r2 and r3"


@pytest.mark.parametrize("second, third, conflict", mostly_full(CONFLICT, every=4))
def test_two_that_do_not(shop, second, third, conflict):
    fork(shop, second, third)
    outcome = shop.db("merge", "--auto")
    assert outcome.status == 1, outcome
    beginning, _, later = conflict.partition("…")
    sentence = f"Error: r2 and r3 do not commute:\n  {beginning}"
    assert outcome.stderr.startswith(sentence), outcome.stderr
    assert later in outcome.stderr
    assert "\nNo file was written. " in outcome.stderr
    assert merges(shop) == []


def test_what_it_says_and_leaves_alone(shop):
    fork(shop, "pass", "pass")
    outcome = shop.db("merge", "--auto", "-m", "both of them")
    assert outcome.stdout.startswith("r2 and r3 commute: both orders have the same result.\n"), (
        outcome
    )
    [file] = (shop.folder / "migrations" / "versions").glob("*both_of_them.py")
    file.unlink()
    assert len(databases(shop)) == 1, "all copies are dropped"
    assert shop.rows("SELECT count(*) FROM pg_class WHERE relname ~ 'thing|alembic'") == [(0,)]


def test_one_head_and_three(new_shop):
    shop = new_shop("heads")
    shop.revision("r1")
    outcome = shop.db("merge", "--auto")
    assert (outcome.status, outcome.stderr) == (
        1,
        "Error: `flask db merge --auto` joins two revisions, but there is 1: r1. No file was "
        "written. Name two; `flask db heads` lists the heads.\n",
    )
    for revision in ("r2", "r3", "r4"):
        shop.revision(revision, "r1")
    assert "there are 3: r2, r3, r4. " in shop.db("merge", "--auto").stderr
    outcome = shop.db("merge", "--auto", "r2", "r4", "--json")
    assert json.loads(outcome.stdout)["commute"] == ["r2", "r4"]

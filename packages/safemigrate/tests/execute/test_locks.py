"""An upgrade that meets others: it tries on short locks, says who holds them, and gives up in time."""

import contextlib
import json
import re

import psycopg
import pytest

from safemigrate.execute.blocker import Blocker, TableLock
from safemigrate.execute.pause import pause
from safemigrate.execute.up_front import merged
from tests.execute.shop import CREATE_PERSON, LOCKS, until

ADD_BORN = 'op.add_column("person", sa.Column("born", sa.Date()))'
WAITING = f"""
SELECT count(*) FROM {LOCKS} JOIN pg_class c ON c.oid = relation
WHERE NOT granted AND c.relname = %s
"""


def person_then(shop, upgrade):
    shop.revision("r1", upgrade=CREATE_PERSON, downgrade='op.drop_table("person")')
    assert shop.db("upgrade").status == 0
    shop.revision("r2", "r1", upgrade=upgrade, downgrade='op.drop_column("person", "born")')


@contextlib.contextmanager
def reader(shop, statement="SELECT count(*) FROM person", name="celery-report"):
    """A transaction that has read a table and idles."""
    connection = psycopg.connect(shop.url, application_name=name)
    connection.execute(statement)
    try:
        yield connection
    finally:
        connection.close()


def test_it_names_the_holder_and_succeeds_when_that_leaves(shop):
    person_then(shop, ADD_BORN)
    with reader(shop) as blocker:
        upgrade = shop.begin("upgrade", "--json")
        until(lambda: upgrade.poll() is not None or tries(shop) >= 1, "a try")
        until(lambda: waits(shop, "person"), "a wait for the table")
        until(lambda: not waits(shop, "person"), "the end of the first try")
        # Whoever comes between two tries is served.
        assert shop.rows("SELECT count(*) FROM person") == [(500,)]
        pid = blocker.info.backend_pid
    stdout, stderr = upgrade.communicate()
    assert upgrade.returncode == 0, stderr
    message = re.search(r"Revision r2 could not .*?changed nothing\.", stderr, re.DOTALL)
    assert message, stderr
    first, holder, remains = message[0].splitlines()
    assert re.fullmatch(
        r"Revision r2 could not get ACCESS EXCLUSIVE on person within 100 ms "
        r"\(try 1 of 61; the next in \d+ ms\)",
        first,
    )
    assert re.fullmatch(
        rf"  held by pid {pid}, celery-report, user postgres, idle in transaction for "
        r"[\d.]+ m?s: SELECT count\(\*\) FROM person",
        holder,
    )
    assert remains == "  PostgreSQL rolled this revision back: it changed nothing."
    done = json.loads(stdout)["revisions"][0]
    assert done["tries"] > 1
    assert done["waited_ms"] >= 100
    recorded = shop.rows("SELECT tries, waited_ms FROM _migrate.history WHERE revision = 'r2'")
    assert recorded == [(done["tries"], done["waited_ms"])]


def tries(shop):
    return len(shop.rows("SELECT 1 FROM _migrate.history WHERE revision = 'r2'"))


def waits(shop, table):
    return shop.rows(WAITING, table)[0][0]


# fmt: off
BUDGETS = [
    (["--retries", "2"],        "3 tries in ", "so many tries"),
    (["--max-wait", "250ms"],   " in ",        "so much time"),
    (["--retries", "0"],        "1 try in ",   "one try"),
]
# fmt: on


@pytest.mark.parametrize("budget, counted, because", BUDGETS)
def test_it_gives_up_within_its_budget_and_nothing_changed(shop, budget, counted, because):
    person_then(shop, ADD_BORN)
    before = shop.fingerprint()
    with reader(shop) as blocker:
        outcome = shop.db("upgrade", *budget)
        assert outcome.status == 5, outcome
        assert shop.fingerprint() == before
        pid = blocker.info.backend_pid
    error = outcome.stderr.partition("Error: ")[2]
    assert error.startswith("Revision r2 did not get its locks: "), error
    assert counted in error, because
    assert f"\n  held by pid {pid}, celery-report, user postgres, idle in transaction" in error
    assert (
        "\nPostgreSQL rolled this revision back: it changed nothing. Run the command again" in error
    )
    assert shop.rows("SELECT revision, result FROM _migrate.history ORDER BY id") == [
        ("r1", "done"),
        ("r2", "failed"),
    ]


def test_a_downgrade_is_as_careful(shop):
    person_then(shop, ADD_BORN)
    assert shop.db("upgrade").status == 0
    before = shop.fingerprint()
    with reader(shop):
        assert shop.db("downgrade", "--retries", "1").status == 5
    assert shop.fingerprint() == before


def test_locks_that_are_known_are_taken_first_and_in_one_order(shop):
    person_then(
        shop,
        """op.execute("ALTER TABLE zebra ADD COLUMN n int")
    op.execute("CREATE TABLE IF NOT EXISTS made (id int)")
    op.execute("ALTER TABLE person ADD COLUMN n int")""",
    )
    shop.rows("CREATE TABLE zebra (id int)")
    with reader(shop):
        upgrade = shop.begin("upgrade")
        # The first try holds zebra while it waits for person; later ones ask for person first.
        until(lambda: zebra_while_person_is_waited_for(shop) is True, "the first try")
        until(lambda: zebra_while_person_is_waited_for(shop) is False, "a later try")
    stderr = upgrade.communicate()[1]
    assert upgrade.returncode == 0, stderr


def zebra_while_person_is_waited_for(shop):
    """Return whether zebra is locked by whoever waits for person; None where nobody waits."""
    return shop.rows(
        "SELECT bool_or(EXISTS (SELECT FROM pg_locks h WHERE h.pid = l.pid AND h.granted "
        "AND h.relation = 'zebra'::regclass AND h.mode = 'AccessExclusiveLock')) "
        "FROM pg_locks l WHERE NOT l.granted AND l.relation = 'person'::regclass"
    )[0][0]


AX, S, SUX = "AccessExclusiveLock", "ShareLock", "ShareUpdateExclusiveLock"
# fmt: off
MERGED = [
    # expected, seen,                                     merged,     because
    ({},        [TableLock("a", AX, False, 0.05)],        {"a": AX},  "it was waited for"),
    ({},        [TableLock("a", AX, True, 0.05)],         {"a": AX},  "it was held"),
    ({"a": S},  [TableLock("a", AX, True, 0.05)],         {"a": AX},  "the stronger of two"),
    ({"a": AX}, [TableLock("a", SUX, True, 0.05)],        {"a": AX},  "the other way round"),
    ({"b": S},  [TableLock("a", SUX, True, 0.05)],        {"b": S, "a": SUX}, "two tables"),
    ({},        [TableLock("a", "RowExclusiveLock", True, 0.05)], {}, "what an UPDATE takes"),
    ({},        [TableLock("a", AX, False, 0.2)],         {},         "after long work: not held during it"),
]
# fmt: on


@pytest.mark.parametrize("expected, seen, locks, because", MERGED)
def test_which_locks_are_taken_up_front(expected, seen, locks, because):
    assert merged(expected, seen, within=0.1) == locks, because


# fmt: off
BLOCKERS = [
    (Blocker(7, "web", "ann", "active", "client backend", 372.0, "SELECT  1"),
     "pid 7, web, user ann, active for 6 min 12 s: SELECT 1"),
    (Blocker(7, "", None, None, "autovacuum worker", None, "autovacuum: VACUUM t"),
     "pid 7, autovacuum worker: autovacuum: VACUUM t"),
    (Blocker(7, None, None, None, None, None, None), "pid 7, ended"),
    (Blocker(0, None, None, None, None, None, None),
     "a prepared transaction (pg_prepared_xacts lists them)"),
    (Blocker(7, "web", "ann", "active", None, 0.25, "x" * 101),
     f"pid 7, web, user ann, active for 250 ms: {'x' * 100}…"),
]
# fmt: on


@pytest.mark.parametrize("blocker, words", BLOCKERS)
def test_a_blocker_in_words(blocker, words):
    assert str(blocker) == words


def test_pauses_are_at_least_a_lock_timeout_and_at_most_ten_seconds():
    pauses = [pause(tries, 0.1) for tries in range(1, 61) for _ in range(50)]
    assert min(pauses) >= 0.1
    assert max(pauses) <= 10
    assert all(pause(1, 0.1) <= 0.2 for _ in range(50))


def test_a_concurrent_build_that_waits_too_long_is_ended_and_the_next_upgrade_builds_it(shop):
    person_then(
        shop,
        """with op.get_context().autocommit_block():
        op.create_index("ix", "person", ["name"], postgresql_concurrently=True)""",
    )
    with reader(shop, "UPDATE person SET name = name WHERE id = 1"):
        outcome = shop.db("upgrade", "--max-wait", "300ms")
    assert outcome.status == 5, outcome
    assert "celery-report" in outcome.stderr
    assert shop.version() == ["r1"]
    outcome = shop.db("upgrade")
    assert outcome.status == 0, outcome
    assert "Dropping invalid index ix, which an interrupted run left behind." in outcome.stderr
    assert shop.rows("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix'::regclass") == [
        (True,)
    ]

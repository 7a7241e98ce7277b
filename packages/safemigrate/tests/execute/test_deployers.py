"""One deployer at a time: the others wait, and then find nothing to do."""

import json

import psycopg

from localpg.server import Server
from safemigrate.execute.deployer_lock import lock_key
from tests.execute.shop import CREATE_PERSON, Shop, until

BUILD = """with op.get_context().autocommit_block():
        op.create_index("ix", "person", ["name"], postgresql_concurrently=True)
    op.execute("INSERT INTO person VALUES (501, 'once')")"""


def build_index(shop: Shop) -> None:
    shop.revision("r1", upgrade=CREATE_PERSON)
    shop.revision("r2", "r1", upgrade=BUILD)


def test_eight_deployers_at_once(shop, postgres: Server):
    build_index(shop)
    log = postgres.directory / "postgresql.log"
    said_before = log.stat().st_size if log.exists() else 0
    deployers = [shop.begin("upgrade", "--json") for _ in range(8)]
    outcomes = [(*process.communicate(), process.returncode) for process in deployers]
    assert [status for *_, status in outcomes] == [0] * 8, outcomes
    results = sorted(json.loads(stdout)["result"] for stdout, *_ in outcomes)
    assert results == ["done"] + ["nothing to do"] * 7
    assert shop.rows("SELECT count(*) FROM person WHERE name = 'once'") == [(1,)]
    assert shop.version() == ["r2"]
    assert shop.rows("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix'::regclass") == [
        (True,)
    ]
    with log.open("rb") as lines:
        lines.seek(said_before)
        assert b"deadlock" not in lines.read()


def hold(shop: Shop) -> psycopg.Connection:
    """Return a session that is the deployer."""
    name = shop.url.rpartition("/")[2]
    connection = psycopg.connect(
        shop.url, autocommit=True, application_name="safemigrate since 10:14: ann@web1"
    )
    key = lock_key("deployer", name, "alembic_version")
    connection.execute("SELECT pg_advisory_lock(%s)", [key])
    return connection


def test_the_second_deployer_says_whom_it_waits_for(shop):
    build_index(shop)
    with hold(shop) as first:
        second = shop.begin("upgrade")
        until(lambda: is_waiting(shop), "a waiting deployer")
        assert shop.rows("SELECT to_regclass('person')") == [(None,)]
        pid = first.info.backend_pid
    _, stderr = second.communicate()
    assert second.returncode == 0, stderr
    assert stderr.startswith(
        f"Waiting for another deployer, at most 15 min 0 s: pid {pid}, safemigrate since 10:14: "
        "ann@web1, user postgres.\n"
    )
    assert shop.version() == ["r2"]


def is_waiting(shop):
    return shop.rows(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name LIKE 'safemigrate waiting: %'"
    )


def test_it_waits_no_longer_than_it_may(shop):
    build_index(shop)
    with hold(shop) as first:
        outcome = shop.db("upgrade", "--max-wait", "300ms")
        pid = first.info.backend_pid
    assert outcome.status == 5
    error = outcome.stderr.partition("Error: ")[2]
    assert error.startswith("Another deployer is still running after ")
    assert f": pid {pid}, safemigrate since 10:14: ann@web1, user postgres. " in error
    assert "Nothing was run." in error
    assert shop.fingerprint() == []


def test_downgrade_and_stamp_wait_as_well(shop):
    build_index(shop)
    with hold(shop):
        assert shop.db("downgrade", "--max-wait", "1ms").status == 5
        assert shop.db("stamp", SAFEMIGRATE_MAX_WAIT="1ms").status == 5


def test_the_lock_is_that_of_a_database_and_a_version_table():
    keys = {
        lock_key(purpose, database, table)
        for purpose in ("deployer", "session")
        for database in ("shop", "other")
        for table in ("alembic_version", "noted")
    }
    assert len(keys) == 8
    assert all(-(2**63) <= key < 2**63 for key in keys)

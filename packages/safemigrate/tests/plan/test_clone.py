"""Where the clone is made, what is in it, and that none is left."""

import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from safemigrate.clone import leftovers
from safemigrate.clone.clone import open_clone
from safemigrate.clone.clone_errors import NoPlaceForClone
from safemigrate.postgres.address import Address
from safemigrate.postgres.client_programs import programs
from tests.project import OURS

ROOT = Path(__file__).parents[2]
SLOW = 'op.execute("SELECT pg_sleep(600)")'


def role(shop, rights=""):
    """Return the address of the shop for a new user who may use what is there."""
    name = f"role_{secrets.token_hex(4)}"
    shop.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'secret' {rights}")
    shop.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}")
    host = shop.url.rpartition("@")[2]
    return name, f"postgresql://{name}:secret@{host}"


def owner(shop):
    """Return the address of the shop for a new user who owns its tables."""
    name, url = role(shop)
    for table in ("person", "alembic_version"):
        shop.execute(f"ALTER TABLE {table} OWNER TO {name}")
    return url


ADD = 'op.add_column("person", sa.Column("born", sa.Date()))'


def test_without_createdb_a_private_server_is_used(new_shop):
    new_shop.pending(ADD)
    plan = new_shop.plan(DATABASE_URL=owner(new_shop))
    assert plan["clone"]["where"].startswith("a private PostgreSQL 18")
    assert plan["clone"]["how"].startswith("pg_dump")
    assert plan["statements"][0]["locks"][0]["mode"] == "ACCESS EXCLUSIVE"


def test_without_createdb_the_shadow_server_is_used_where_one_is_set(new_shop):
    new_shop.pending(ADD)
    shadow = new_shop.urls["OTHER_URL"]
    plan = new_shop.plan(DATABASE_URL=owner(new_shop), SAFEMIGRATE_SHADOW_URL=shadow)
    assert plan["clone"]["where"] == "the server of SAFEMIGRATE_SHADOW_URL"
    assert plan["statements"][0]["locks"][0]["mode"] == "ACCESS EXCLUSIVE"
    assert new_shop.databases() == {new_shop.name}


def test_a_shadow_server_that_does_not_answer_is_passed_over(new_shop):
    new_shop.pending(ADD)
    plan = new_shop.plan(SAFEMIGRATE_SHADOW_URL="postgresql://127.0.0.1:1/none")
    assert plan["clone"]["where"] == "the same server"


def test_a_user_whom_pg_dump_is_refused_gets_the_applied_revisions_replayed(new_shop):
    new_shop.execute("CREATE TABLE secret (n integer)")
    _, url = role(new_shop, "CREATEDB")
    new_shop.execute("REVOKE ALL ON secret FROM PUBLIC")
    name = url.split("//")[1].partition(":")[0]
    new_shop.execute(f"REVOKE ALL ON secret FROM {name}")
    new_shop.pending(ADD)
    plan = new_shop.plan(DATABASE_URL=url)
    assert plan["clone"]["how"].startswith("replay (")
    assert "permission denied for table secret" in plan["clone"]["how"]
    assert plan["clone"]["notes"] == [
        "The clone lacks column public.secret.n, relation public.secret."
    ]
    assert [statement["sql"] for statement in plan["statements"]] == [
        "ALTER TABLE person ADD COLUMN born DATE"
    ]


def test_a_replay_of_no_revision_lacks_nothing(new_shop, tmp_path):
    assert new_shop.db("downgrade", "base").status == 0
    plan = new_shop.plan(SAFEMIGRATE_PG_BIN=str(tmp_path))
    assert plan["clone"]["how"].startswith("replay (no pg_dump")
    assert plan["clone"]["notes"] == []
    new_shop.execute("CREATE TABLE alembic_version_2 (n integer)")
    plan = new_shop.plan(SAFEMIGRATE_PG_BIN=str(tmp_path))
    assert plan["clone"]["notes"] == [
        "The clone lacks column public.alembic_version_2.n, relation public.alembic_version_2."
    ]


def test_a_server_newer_than_pg_dump_is_not_dumped():
    search = programs(99)
    assert search.usable is None
    assert search.too_old, "this machine has programs, and none of the future"


def test_without_the_private_postgresql_it_says_how_to_get_it(new_shop, monkeypatch):
    _, url = role(new_shop, "")
    monkeypatch.setitem(sys.modules, "localpg", None)  # what an import meets where it is missing
    with pytest.raises(NoPlaceForClone) as stopped, open_clone(Address.of(url), print):
        pass
    assert (
        "may not create databases; no private PostgreSQL is installed: install the extra "
        "private-postgres (see the README of safemigrate)"
    ) in str(stopped.value)


def test_the_clone_has_what_each_session_of_the_database_has(new_shop):
    new_shop.execute(f"ALTER DATABASE {new_shop.name} SET TimeZone = 'Europe/Paris'")
    new_shop.execute("ALTER TABLE person ADD at timestamp")
    new_shop.pending('op.alter_column("person", "at", type_=sa.DateTime(timezone=True))')
    assert new_shop.plan()["statements"][0]["rewritten"] == ["person"]
    new_shop.execute(f"ALTER DATABASE {new_shop.name} SET TimeZone = 'UTC'")
    assert new_shop.plan()["statements"][0]["rewritten"] == []


def test_the_clone_is_the_schema_without_rows(new_shop):
    new_shop.execute("INSERT INTO person (name) VALUES ('Ann')")
    new_shop.execute("CREATE MATERIALIZED VIEW names AS SELECT name FROM person")
    with open_clone(Address.of(new_shop.url), print) as copy:
        assert copy.notes == []
        assert copy.address.name.startswith(f"{new_shop.name}_plan_")
        with copy.address.connect() as connection:
            assert connection.execute("SELECT * FROM person").fetchall() == []
            assert connection.execute("SELECT * FROM names").fetchall() == []
    assert new_shop.databases() == {new_shop.name}


def test_leftovers_of_killed_runs_are_dropped_and_nothing_else(new_shop):
    abandoned, living, strange, others = (
        f"{new_shop.name}_plan_0000000{letter}" for letter in "abcd"
    )
    with (
        psycopg.connect(new_shop.url, autocommit=True) as control,
        psycopg.connect(new_shop.url, autocommit=True) as another,
        psycopg.connect(new_shop.urls["OTHER_URL"], autocommit=True) as elsewhere,
    ):
        for name in (abandoned, living, strange, others):
            control.execute(f'CREATE DATABASE "{name}"')
        leftovers.mark(control, abandoned)
        leftovers.mark(control, living)
        leftovers.mark(elsewhere, others)
        assert leftovers.claim(another, living)
        new_shop.pending(ADD)
        new_shop.plan()
        assert new_shop.databases() == {new_shop.name, living, strange, others}
        for name in (living, strange, others):
            leftovers.drop(control, name)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_plan(new_shop, number):
    new_shop.pending(SLOW)
    environment = os.environ | new_shop.urls | {"PYTHONPATH": str(ROOT), "FLASK_APP": "app"}
    words = [sys.executable, "-m", "flask", "db", "plan"]
    process = subprocess.Popen(
        words, cwd=new_shop.folder, env=environment, stderr=subprocess.PIPE, text=True
    )
    wait_for_sleep(new_shop)
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode != 0
    if number == signal.SIGKILL:
        end_sleep(new_shop)
        new_shop.pending(ADD)
        new_shop.plan()
    assert new_shop.databases() == {new_shop.name}


SLEEPING = "SELECT pid FROM pg_stat_activity WHERE query ~ 'pg_sleep.600' AND datname ~ %s"


def wait_for_sleep(shop):
    deadline = time.monotonic() + 60
    with psycopg.connect(shop.url, autocommit=True) as connection:
        while time.monotonic() < deadline:
            if connection.execute(SLEEPING, (f"^{shop.name}_plan_",)).fetchone():
                return
    raise AssertionError("the plan never came to its statement")


def end_sleep(shop):
    """End the session of a killed plan, and wait until it is gone."""
    deadline = time.monotonic() + 60
    with psycopg.connect(shop.url, autocommit=True) as connection:
        while row := connection.execute(SLEEPING, (f"^{shop.name}_plan_",)).fetchone():
            connection.execute("SELECT pg_terminate_backend(%s)", row)
            assert time.monotonic() < deadline


@pytest.mark.parametrize(
    "rights, limit, subject, because",
    [
        ("CONNECTION LIMIT 1", -1, "User {user}", "the server itself has free connections"),
        ("", 1, "Database {database}", "the limit of the database counts every user's sessions"),
    ],
)
def test_what_the_server_refuses_the_planner_is_a_sentence(
    new_shop, rights, limit, subject, because
):
    user, url = role(new_shop, f"CREATEDB {rights}")
    server = url.rpartition("@")[2].partition("/")[0]
    new_shop.pending(ADD)
    new_shop.execute(f"ALTER DATABASE {new_shop.name} CONNECTION LIMIT {limit}")
    outcome = new_shop.db("plan", DATABASE_URL=url)
    assert outcome.status == 1
    told = outcome.stderr.removeprefix("Error: ").split("as many connections")
    assert subject.format(user=user, database=new_shop.name) in told[0], because
    assert server in outcome.stderr, because
    assert told[1].endswith(
        "CONNECTION LIMIT allows. Close some, or raise the limit, then run the command again.\n"
    )
    assert new_shop.databases() == {new_shop.name}


def test_a_revision_may_not_reach_another_database(new_shop):
    new_shop.pending(
        """import os
    url = os.environ["OTHER_URL"].replace("postgresql:", "postgresql+psycopg:")
    with sa.create_engine(url).begin() as connection:
        connection.execute(sa.text("CREATE TABLE strange (n integer)"))"""
    )
    outcome = new_shop.db("plan")
    other = new_shop.urls["OTHER_URL"].rpartition("/")[2]
    assert outcome.status == 1
    assert outcome.stderr.startswith(f"Error: The migrations connected to database {other}, but")
    with psycopg.connect(new_shop.urls["OTHER_URL"]) as connection:
        assert connection.execute("SELECT to_regclass('strange')").fetchone() == (None,)


def test_an_engine_of_the_revisions_own_goes_to_the_clone_too(new_shop):
    new_shop.pending(
        """import os
    url = os.environ["DATABASE_URL"].replace("postgresql:", "postgresql+psycopg:")
    with sa.create_engine(url).begin() as connection:
        connection.execute(sa.text("CREATE TABLE strange (n integer)"))"""
    )
    assert [statement["sql"] for statement in new_shop.plan()["statements"]] == [
        "CREATE TABLE strange (n integer)"
    ]
    with psycopg.connect(new_shop.url) as connection:
        assert connection.execute("SELECT to_regclass('strange')").fetchone() == (None,)


def test_a_project_with_binds_is_told_that_a_plan_knows_one_database(start):
    folder, urls = start.copy("binds", OURS, own_env=False)
    outcome = start.commands.run("flask", "db", "plan", directory=folder, **urls)
    other = urls["OTHER_URL"].rpartition("/")[2]
    assert outcome.status == 1
    assert f"Error: The migrations connected to database {other}, but a plan may touch only" in (
        outcome.stderr
    )

"""Whatever ends an upgrade, wherever: run again, it leaves what an undisturbed one leaves.

Every seventh place by default, with one of three ends in turn; CRASH_EVERY=1 goes through all
places with all ends.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

import localpg
from localpg.pytest_plugin import installation
from localpg.server import Server
from tests.execute.shop import CREATE_PERSON, Shop, make_shop, until
from tiers import full

pytestmark = full
EVERY = int(os.environ.get("CRASH_EVERY", "7"))
ENDINGS = ("kill", "terminate", "stop")

REVISIONS = {
    "r1": CREATE_PERSON
    + """
    op.execute("CREATE TABLE log (entry text)")
    op.execute("CREATE INDEX old ON person (name)")""",
    "r2": """op.add_column("person", sa.Column("born", sa.Date()))
    op.execute("INSERT INTO log VALUES ('first transaction')")
    with op.get_context().autocommit_block():
        op.create_index("ix_born", "person", ["born"], postgresql_concurrently=True)
        op.execute("INSERT INTO log VALUES ('in a block')")
        op.execute("DROP INDEX CONCURRENTLY old")
        while op.get_bind().execute(sa.text(
            "UPDATE person SET born = '2000-01-01' WHERE id IN "
            "(SELECT id FROM person WHERE born IS NULL ORDER BY id LIMIT 200)"
        )).rowcount:
            op.execute("INSERT INTO log VALUES ('a batch')")
        op.execute("VACUUM person")
    op.alter_column("person", "born", nullable=False)
    op.execute("INSERT INTO log VALUES ('second transaction')")
    with op.get_context().autocommit_block():
        op.execute("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ux ON person (name, born)")
        op.execute("REINDEX INDEX CONCURRENTLY ix_born")""",
    "r3": """op.execute("ALTER TABLE person ADD CONSTRAINT u UNIQUE USING INDEX ux")
    op.execute("INSERT INTO log VALUES ('third revision')")""",
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of our own: it is stopped in the middle."""
    with localpg.throwaway(binaries=installation()) as server:
        yield server


@pytest.fixture(scope="module")
def crashing(tmp_path_factory: pytest.TempPathFactory, commands) -> Iterator[Shop]:
    """A shop whose every statement is counted; fresh() creates its database."""
    shop = make_shop(tmp_path_factory.mktemp("crash") / "shop", "", commands)
    for follows, revision in zip([None, *REVISIONS], REVISIONS, strict=False):
        shop.revision(revision, follows, upgrade=REVISIONS[revision])
    shutil.copy(Path(__file__).with_name("crash_points.py"), shop.folder)
    app = shop.folder / "app.py"
    uri = 'app.config["SQLALCHEMY_DATABASE_URI"] = url'
    hook = (
        f'{uri}\n    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {{"creator": crash_points.connect}}'
    )
    app.write_text("import crash_points\n" + app.read_text().replace(uri, hook))
    yield shop
    shop.end()


def fresh(shop: Shop, server: Server) -> None:
    server.drop_database("crash")
    server.create_database("crash")
    shop.url = server.url("crash")


def crash(shop: Shop, server: Server, ending: str, at: int):
    return shop.db(
        "upgrade",
        CRASH_AT=str(at),
        CRASH_HOW=ending,
        CRASH_PID=str(server.directory / "data" / "postmaster.pid"),
        COUNT_FILE=str(shop.folder / "count"),
    )


@pytest.fixture(scope="module")
def undisturbed(crashing: Shop, server: Server) -> tuple[list[str], int]:
    """What an upgrade leaves, and how many places it has."""
    fresh(crashing, server)
    outcome = crash(crashing, server, "kill", 0)
    assert outcome.status == 0, outcome
    left = crashing.fingerprint()
    assert [line for line in left if line.startswith("index")] == [
        "index CREATE INDEX ix_born ON public.person USING btree (born) t t",
        "index CREATE UNIQUE INDEX alembic_version_pkc ON public.alembic_version USING btree "
        "(version_num) t t",
        "index CREATE UNIQUE INDEX person_pkey ON public.person USING btree (id) t t",
        "index CREATE UNIQUE INDEX u ON public.person USING btree (name, born) t t",
    ]
    return left, int((crashing.folder / "count").read_text())


@pytest.mark.parametrize("ending", ENDINGS)
def test_after_a_crash_at_any_place_the_next_upgrade_finishes(
    crashing, server, undisturbed, ending
):
    left, places = undisturbed
    assert places > 100, "it counts"
    for at in chosen(places, ending):
        fresh(crashing, server)
        outcome = crash(crashing, server, ending, at)
        assert outcome.status in ({-9} if ending == "kill" else {0, 1, 9}), (at, outcome)
        assert "Traceback" not in outcome.stderr, (at, outcome.stderr)
        crashing.url = server.url("crash")  # a server that was stopped is started again
        again = crash(crashing, server, ending, 0)
        assert again.status == 0, (at, outcome.stderr, again.stderr)
        assert crashing.fingerprint() == left, f"{ending} at {at}"
        results = crashing.rows("SELECT DISTINCT result FROM _migrate.history")
        assert {result for (result,) in results} <= {"done", "failed", "interrupted", "resumed"}


def chosen(places: int, ending: str) -> range:
    if EVERY == 1:
        return range(1, places + 1)
    return range(1 + EVERY * ENDINGS.index(ending), places + 1, EVERY * len(ENDINGS))


# fmt: off
PHASES = [
    # a transaction that holds up the build,        and where
    ("UPDATE person SET name = name WHERE id = 1",  "waiting for writers before build"),
    ("SELECT 1",                                    "waiting for old snapshots"),
]
# fmt: on


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("statement, phase", PHASES)
def test_inside_create_index_concurrently(crashing, server, undisturbed, ending, statement, phase):
    left, _ = undisturbed
    fresh(crashing, server)
    environment = {
        "CRASH_AT": "0",
        "CRASH_HOW": ending,
        "COUNT_FILE": str(crashing.folder / "count"),
    }
    assert crashing.db("upgrade", "--until-step", "2", **environment).status == 0
    blocker = psycopg.connect(crashing.url)
    blocker.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    blocker.execute(statement)
    upgrade = crashing.begin("upgrade", **environment)
    (builder,) = until(lambda: building(crashing, phase), phase)
    if ending == "kill":
        upgrade.kill()
    elif ending == "terminate":
        crashing.rows("SELECT pg_terminate_backend(%s)", builder)
    else:
        pid = (server.directory / "data" / "postmaster.pid").read_text().split()[0]
        os.kill(int(pid), 3)
    upgrade.wait()
    if ending == "stop":
        crashing.url = server.url("crash")
    elif ending == "kill":
        again = crashing.begin("upgrade", **environment)
        # While the killed program's statement still runs, nothing else begins.
        until(lambda: not building(crashing, phase) or again.poll() is not None, "its end")
        blocker.close()
        assert again.wait() == 0, again.communicate()
    blocker.close()
    outcome = crashing.db("upgrade", **environment)
    assert outcome.status == 0, outcome
    assert crashing.fingerprint() == left


def building(shop: Shop, phase: str):
    builders = shop.rows(
        "SELECT pid FROM pg_stat_progress_create_index "
        "WHERE datname = current_database() AND phase = %s",
        phase,
    )
    return builders[0] if builders else None

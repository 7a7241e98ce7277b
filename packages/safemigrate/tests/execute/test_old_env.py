"""Projects with an env.py that Flask-Migrate copied years ago are as safe."""

import shutil
from pathlib import Path

import flask_migrate
import psycopg
import pytest

from tests.execute.shop import CREATE_PERSON, ENV
from tests.project import BINDS

TEMPLATES = Path(flask_migrate.__file__).parent / "templates"
ADD_BORN = 'op.add_column("person", sa.Column("born", sa.Date()))'
BLOCK = """op.execute("INSERT INTO person VALUES (501, 'once')")
    with op.get_context().autocommit_block():
        op.create_index("ix", "person", ["name"], postgresql_concurrently=True)
    op.execute("SELECT 1 / {} FROM person")"""

OF_EACH = """op.execute("CREATE TABLE t AS SELECT 1 AS n")
    with op.get_context().autocommit_block():
        op.create_index("ix", "t", ["n"], postgresql_concurrently=True)
    op.execute("INSERT INTO t SELECT 1")
    if engine_name:
        op.execute("SELECT 1 / {} FROM t")"""


@pytest.fixture
def old(shop):
    shutil.copy(TEMPLATES / "flask" / "env.py", shop.folder / "migrations" / "env.py")
    shop.revision("r1", upgrade=CREATE_PERSON)
    return shop


def test_each_revision_has_its_transaction(old):
    old.revision("r2", "r1", upgrade="1 / 0")
    assert old.db("upgrade").status == 1
    assert old.version() == ["r1"]


def test_it_gives_up_in_time_and_keeps_what_was_done(old):
    old.revision("r2", "r1", upgrade="pass")
    old.revision("r3", "r2", upgrade=ADD_BORN)
    assert old.db("upgrade", "r1").status == 0
    with psycopg.connect(old.url) as reader:
        reader.execute("SELECT * FROM person")
        outcome = old.db("upgrade", "--retries", "1")
    assert outcome.status == 5
    assert old.version() == ["r2"]
    # Alembic's messages appear once, however often env.py runs.
    assert outcome.stderr.count("Context impl PostgresqlImpl.") == 1
    assert outcome.stderr.count("Running upgrade r1 -> r2") == 1
    assert outcome.stderr.count("Running upgrade r2 -> r3") == 1


def test_it_resumes(old):
    old.revision("r2", "r1", upgrade=BLOCK.format(0))
    assert old.db("upgrade").status == 1
    old.revision("r2", "r1", upgrade=BLOCK.format(1))
    assert old.db("upgrade").status == 0
    assert old.version() == ["r2"]
    assert old.rows("SELECT count(*) FROM person WHERE id > 500") == [(1,)]


@pytest.mark.parametrize("own_env", [False, True])
def test_our_schema_is_no_change_of_the_models(old, own_env):
    if own_env:
        (old.folder / "migrations" / "env.py").write_text(ENV)
    app = old.folder / "app.py"
    app.write_text(app.read_text().replace("SafeMigrate()", "SafeMigrate(include_schemas=True)"))
    assert old.db("upgrade").status == 0
    assert old.rows("SELECT to_regclass('_migrate.history')::text") == [("_migrate.history",)]
    outcome = old.db("check")
    assert (outcome.status, outcome.stdout) == (0, "No new upgrade operations detected.\n")


@pytest.fixture
def bound(shop, postgres):
    """A shop with a second database, which is served by Flask-Migrate's env.py for several."""
    name = shop.url.rpartition("/")[2] + "_bind"
    postgres.create_database(name)
    shutil.copy(TEMPLATES / "flask-multidb" / "env.py", shop.folder / "migrations" / "env.py")
    app = shop.folder / "app.py"
    app.write_text(app.read_text().replace("    db.init_app", f"    {BINDS}\n    db.init_app"))
    yield shop, postgres.url(name)
    postgres.drop_database(name)


def test_binds_have_a_journal_each(bound):
    shop, other = bound
    for number, follows in ((1, None), (2, "r1")):
        shop.revision(
            f"r{number}",
            follows,
            arguments="engine_name",
            upgrade=f'op.execute(f"CREATE TABLE t{number}_{{engine_name}} (n int)")',
        )
    assert shop.db("upgrade", OTHER_URL=other).status == 0
    runs = "SELECT revision, result FROM _migrate.history ORDER BY id"
    assert shop.rows(runs) == [("r1", "done"), ("r2", "done")]
    with psycopg.connect(other) as connection:
        assert connection.execute(runs).fetchall() == [("r1", "done"), ("r2", "done")]
        created = connection.execute("SELECT to_regclass('t2_other')::text")
        assert created.fetchone() == ("t2_other",)


def test_each_bind_leaves_its_transaction_and_resumes(bound):
    shop, other = bound
    words = {"arguments": "engine_name"}
    shop.revision("r1", upgrade=OF_EACH.format(0), **words)
    assert shop.db("upgrade", OTHER_URL=other).status == 1
    half = "SELECT (SELECT count(*) FROM t), to_regclass('ix')::text"
    assert shop.rows(half) == [(1, "ix")], "the statements before the block, and the block"
    shop.revision("r1", upgrade=OF_EACH.format(1), **words)
    assert shop.db("upgrade", OTHER_URL=other).status == 0
    assert shop.rows(half) == [(2, "ix")]
    with psycopg.connect(other) as connection:
        assert connection.execute(half).fetchall() == [(2, "ix")]
        version = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    assert (shop.version(), version) == (["r1"], [("r1",)])

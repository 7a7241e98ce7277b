"""Projects with an env.py that Flask-Migrate copied years ago are as safe."""

import shutil
from pathlib import Path

import flask_migrate
import psycopg
import pytest

from tests.safemigrate.execute.shop import CREATE_PERSON, ENV
from tests.safemigrate.project import BINDS

TEMPLATES = Path(flask_migrate.__file__).parent / "templates"
ADD_BORN = 'op.add_column("person", sa.Column("born", sa.Date()))'
BLOCK = """op.execute("INSERT INTO person VALUES (501, 'once')")
    with op.get_context().autocommit_block():
        op.create_index("ix", "person", ["name"], postgresql_concurrently=True)
    op.execute("SELECT 1 / {} FROM person")"""


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
    # What Alembic says is said once, however often env.py runs.
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


def test_binds_have_a_journal_each(shop, postgres):
    name = shop.url.rpartition("/")[2] + "_bind"
    postgres.create_database(name)
    try:
        shutil.copy(TEMPLATES / "flask-multidb" / "env.py", shop.folder / "migrations" / "env.py")
        app = shop.folder / "app.py"
        app.write_text(app.read_text().replace("    db.init_app", f"    {BINDS}\n    db.init_app"))
        for number, follows in ((1, None), (2, "r1")):
            shop.revision(
                f"r{number}",
                follows,
                arguments="engine_name",
                upgrade=f'op.execute(f"CREATE TABLE t{number}_{{engine_name}} (n int)")',
            )
        assert shop.db("upgrade", OTHER_URL=postgres.url(name)).status == 0
        runs = "SELECT revision, result FROM _migrate.history ORDER BY id"
        assert shop.rows(runs) == [("r1", "done"), ("r2", "done")]
        with psycopg.connect(postgres.url(name)) as other:
            assert other.execute(runs).fetchall() == [("r1", "done"), ("r2", "done")]
            assert other.execute("SELECT to_regclass('t2_other')::text").fetchone() == ("t2_other",)
    finally:
        postgres.drop_database(name)

"""The checks of `db test` as tests of pytest, one for each check and revision."""

import re
import subprocess
import sys

import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.execute.shop import CREATE_PERSON, ROOT
from tiers import full

pytestmark = full

TEST = "def test_migrations(migration_check):\n    migration_check()\n"
SETTINGS = "[pytest]\nmigrations_app = app:create_app\nmigrations_max_block = 50ms\n"
CHOSEN = "one-head or models or back or r1"


def pytest_in(shop, *words, **environment):
    """Run pytest in the folder of a shop."""
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-v",
            "-rs",
            "-p",
            "no:cacheprovider",
            "-W",
            "error",
            *words,
        ],
        cwd=shop.folder,
        env={"DATABASE_URL": shop.url, "PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def shop(new_shop):
    shop = new_shop("plugin")
    shop.revision("r1", upgrade=CREATE_PERSON, downgrade='op.drop_table("person")')
    shop.revision("r2", "r1", upgrade='op.execute("CREATE INDEX ix ON person (name)")')
    shop.revision(
        "r3",
        "r2",
        upgrade='op.execute("DROP INDEX ix")',
        downgrade='raise NotImplementedError("gone")',
    )
    (shop.folder / "conftest.py").write_text('pytest_plugins = ["safemigrate.testing.plugin"]\n')
    (shop.folder / "test_migrations.py").write_text(TEST)
    (shop.folder / "pytest.ini").write_text(SETTINGS)
    return shop


@pytest.fixture(scope="module")
def ran(shop) -> subprocess.CompletedProcess[str]:
    return pytest_in(shop, "-k", CHOSEN)


def test_one_test_for_each_check_and_revision(ran):
    outcomes = dict(re.findall(r"test_migrations\[(\S+)\] ([A-Z]+)", ran.stdout))
    assert outcomes == {
        "one-head": "PASSED",
        "models-match": "PASSED",
        "there-and-back-r1": "PASSED",
        "killed-r1": "PASSED",
        "budget-r1": "PASSED",
        "there-and-back-r2": "FAILED",
        "there-and-back-r3": "SKIPPED",
    }, ran


def test_a_failure_is_its_sentence_and_an_excuse_its_reason(ran):
    assert (
        "Revision r2 (migrations/versions/r2_made.py) is not undone by its downgrade: index "
        "public.ix exists but should not." in ran.stdout
    )
    assert "r3_made.py) cannot be undone: gone" in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr


# fmt: off
REFUSED = [
    # setting                       what it says
    ("migrations_app=nowhere:app",  "Could not import 'nowhere'."),
    ("migrations_max_block=soon",   "migrations_max_block in pytest's settings: 'soon' is not a duration: write a number and ms, s, m, h, d or w, such as 100ms."),
    ("migrations_rows=-4",          "migrations_rows in pytest's settings: -4 is not in the range x>=0."),
]
# fmt: on


@pytest.mark.parametrize("setting, sentence", REFUSED)
def test_a_setting_that_is_refused_is_told_once(shop, setting, sentence):
    outcome = pytest_in(shop, "-o", setting)
    assert (outcome.returncode, outcome.stdout.count(sentence)) == (2, 1), outcome
    assert "Traceback" not in outcome.stdout
    assert ".py:" not in outcome.stdout


def test_a_database_that_is_not_there(shop):
    outcome = pytest_in(shop, "-k", "one-head", DATABASE_URL=f"{shop.url}_gone")
    assert outcome.returncode == 1
    name = conninfo_to_dict(f"{shop.url}_gone")["dbname"]
    sentence = f" has no database {name}. Create it (createdb {name}), or correct "
    assert outcome.stdout.count(sentence) == 1, outcome
    assert "Traceback" not in outcome.stdout, outcome
    assert "NotConnected" not in outcome.stdout, outcome

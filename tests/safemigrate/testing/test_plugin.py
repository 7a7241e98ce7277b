"""The checks of `db test` as tests of pytest, one for each check and revision."""

import os
import re
import subprocess
import sys

import pytest

from tests.safemigrate.execute.shop import CREATE_PERSON, ROOT

pytestmark = pytest.mark.skipif(
    "TEST_MIGRATIONS" not in os.environ, reason="make test-migrations runs these"
)

TEST = "def test_migrations(migration_check):\n    migration_check()\n"
SETTINGS = "[pytest]\nmigrations_app = app:create_app\nmigrations_max_block = 50\n"
CHOSEN = "one-head or models or back or r1"


@pytest.fixture(scope="module")
def ran(new_shop) -> subprocess.CompletedProcess[str]:
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
            "-k",
            CHOSEN,
        ],
        cwd=shop.folder,
        env={"DATABASE_URL": shop.url, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_one_test_for_each_check_and_revision(ran):
    found = dict(re.findall(r"test_migrations\[(\S+)\] ([A-Z]+)", ran.stdout))
    assert found == {
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
        "public.ix is there and should not be." in ran.stdout
    )
    assert "r3_made.py) cannot be undone: gone" in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr

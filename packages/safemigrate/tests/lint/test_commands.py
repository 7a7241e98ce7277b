"""`db lint`, `db explain` and `db new-rule` as a person types them; there is no database."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from preloaded import Commands, Outcome
from tests.project import OURS, write_project, write_revision

ROOT = Path(__file__).parents[2]
NO_DATABASE = "postgresql://nobody@127.0.0.1:9/none"
GIT = ["git", "-c", "user.name=x", "-c", "user.email=x"]
ADD = 'op.add_column("person", sa.Column("born", sa.Date()))'
DROP = 'op.drop_column("person", "born")'
INDEX = 'op.create_index("ix_person_name", "person", ["name"])'
PRINTED = """\
migrations/versions/r2_made.py:13: LOCK001 index-blocks-writes
  CREATE INDEX ix_person_name takes SHARE on person: nobody can write to person while every row \
is indexed.
  help: build it concurrently, in a revision of its own:
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_person_name")
        op.create_index("ix_person_name", "person", ["name"], postgresql_concurrently=True)

"""
Db = Callable[..., Outcome]


@pytest.fixture
def folder(tmp_path, commands: Commands) -> Path:
    project = write_project(tmp_path / "shop", OURS)
    (project / "migrations" / "versions").mkdir(parents=True)
    (project / "migrations" / "alembic.ini").write_text("[alembic]\n")
    write_revision(project, "r1", upgrade=ADD, downgrade=DROP)
    return project


@pytest.fixture
def db(folder, commands) -> Db:
    def run(*words: str) -> Outcome:
        return commands.run("flask", "db", *words, directory=folder, DATABASE_URL=NO_DATABASE)

    return run


def git(folder: Path, *words: str) -> None:
    subprocess.run([*GIT, *words], cwd=folder, check=True, capture_output=True)


def test_nothing_is_found(db):
    assert db("lint") == Outcome(0, "1 revision, no finding\n", "")
    assert db("lint", "--all") == Outcome(0, "1 revision, no finding\n", "")


def test_something_is_found(db, folder):
    write_revision(folder, "r2", "r1", upgrade=INDEX, downgrade='op.drop_index("ix_person_name")')
    assert db("lint") == Outcome(3, PRINTED + "2 revisions, 1 finding\n", "")
    assert db("lint", "migrations/versions/r1_made.py").status == 0
    assert db("lint", "migrations/versions/r2_made.py").status == 3


@pytest.mark.parametrize("words", [["--json"], ["--format", "json"], ["--format", "sarif"]])
def test_one_json_object(db, words):
    json.loads(db("lint", *words).stdout)


def test_since(db, folder):
    git(folder, "init", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "published")
    git(folder, "checkout", "-b", "mine")
    assert db("lint", "--since", "main").stdout == "0 revisions since main, no finding\n"
    write_revision(folder, "r2", "r1", upgrade=INDEX, downgrade='op.drop_index("ix_person_name")')
    assert db("lint", "--since", "main") == Outcome(
        3, PRINTED + "1 revision since main, 1 finding\n", ""
    )
    git(folder, "add", ".")
    git(folder, "commit", "-m", "mine")
    assert db("lint", "--since", "main").status == 3


# fmt: off
MISTAKES = [
    (("lint", "--since", "nowhere"), 1,
     "Error: git does not know what is published at nowhere ("),
    (("lint", "--all", "--since", "main"), 2,
     "Error: Use only one of FILES, --since and --all."),
    (("lint", "app.py"), 1,
     "Error: app.py is not a revision: Alembic finds none with this path in migrations. Name "
     "files in that folder, or none to check all."),
    (("lint", "missing.py"), 2, "File 'missing.py' does not exist."),
    (("lint", "--pg", "11"), 2, "11 is not in the range 12<=x<=18."),
    (("explain", "LOCK999"), 2,
     "Error: There is no rule LOCK999. `explain` without a rule lists all rules."),
    (("new-rule", "shop1", "a"), 1,
     "Error: shop1 is not a rule id: capital letters and three digits, as in SHOP001."),
    (("new-rule", "SHOP001", "No Orders"), 1,
     "Error: No Orders is not a rule name: lowercase words with hyphens, as in no-json."),
]
# fmt: on


@pytest.mark.parametrize("words, status, message", MISTAKES)
def test_mistakes(db, words, status, message):
    outcome = db(*words)
    assert (outcome.status, outcome.stdout) == (status, "")
    assert message in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_file_that_is_not_python(db, folder):
    (folder / "migrations" / "versions" / "r2.py").write_text("def upgrade(:\n")
    outcome = db("lint")
    assert outcome.status == 1
    assert outcome.stderr.startswith("Error: migrations/versions/r2.py, line 1, is not Python")


def test_a_line_that_needs_a_database(db, folder):
    upgrade = 'op.get_bind().execute(sa.text("SELECT 1")).scalar_one()'
    write_revision(folder, "r2", "r1", upgrade=upgrade)
    assert db("lint") == Outcome(
        0,
        "migrations/versions/r2_made.py:13: not judged, because lint cannot run it without a\n"
        "  database: NoResultFound: No row was found when one was required\n\n"
        "2 revisions, no finding, 1 line not judged\n",
        "",
    )


def test_explain(db):
    by_id, by_name = db("explain", "LOCK007"), db("explain", "not-null-scans-table")
    assert by_id == by_name == db("explain", "lock007")
    assert by_id.stdout.startswith("LOCK007 not-null-scans-table\n\nSET NOT NULL blocks all reads")
    (rule,) = json.loads(db("explain", "LOCK007", "--json").stdout)
    assert (rule["rule"], rule["name"]) == ("LOCK007", "not-null-scans-table")
    assert "LOCK007    not-null-scans-table\n" in db("explain").stdout


def test_new_rule(db, folder):
    """Lint finds the rule by its folder, and the generated test passes."""
    assert db("new-rule", "SHOP001", "no-dropped-tables") == Outcome(
        0,
        "Wrote migrations/rules/shop001_no_dropped_tables.py and "
        "tests/test_shop001_no_dropped_tables.py. Lint finds the rule by its folder.\n",
        "",
    )
    assert "SHOP001    no-dropped-tables\n" in db("explain").stdout
    write_revision(folder, "r2", "r1", upgrade='op.drop_table("person")', downgrade=INDEX)
    findings = json.loads(db("lint", "--json").stdout)["findings"]
    assert [f["message"] for f in findings if f["rule"] == "SHOP001"] == [
        "person is dropped, and …"
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "4 passed" in done.stdout, done.stdout
    again = db("new-rule", "SHOP001", "another", "--json")
    assert again.status == 1
    assert again.stderr == (
        "Error: migrations/rules/shop001_no_dropped_tables.py already exists: choose another "
        "id, or edit that file.\n"
    )


def test_create_all_in_the_application(db, folder):
    app = folder / "app.py"
    app.write_text(app.read_text() + "\n\ndef first(app):\n    db.create_all()\n")
    outcome = db("lint")
    assert outcome.status == 3
    assert outcome.stdout.startswith("app.py:")
    assert "REV307 create-all" in outcome.stdout

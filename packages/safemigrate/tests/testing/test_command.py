"""`db test`: each check of all revisions, its options, its two forms, and what it leaves alone."""

import json
import re
import subprocess

import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.execute.shop import CREATE_PERSON, ENV
from tests.testing.conftest import checked

DROP_PERSON = 'op.drop_table("person")'
SCAN = """op.execute("UPDATE person SET name = '' WHERE name IS NULL")
    op.execute("ALTER TABLE person ALTER name SET NOT NULL")
    op.execute("ALTER TABLE person ALTER name DROP NOT NULL")"""
SECOND_NAME = 'op.execute("ALTER TABLE person ADD nick text")'
# An env.py that does something of its own each time it is run.
BUSY_ENV = (
    ENV
    + """
from flask import current_app
from sqlalchemy import text

with current_app.extensions["migrate"].db.engine.begin() as own:
    own.execute(text("CREATE TABLE IF NOT EXISTS visit (at timestamptz DEFAULT now())"))
    own.execute(text("INSERT INTO visit DEFAULT VALUES"))
"""
)
EVERY = """\
passed   one-head
passed   base-to-head
passed   models-match
passed   there-and-back  r1
passed   killed          r1
passed   budget          r1
passed   there-and-back  r2
passed   killed          r2
failed   budget          r2
  Revision r2 (migrations/versions/r2_made.py), line 14, blocks the application
  for about"""


@pytest.fixture
def shop(new_shop):
    shop = new_shop("whole")
    shop.revision("r1", upgrade=CREATE_PERSON, downgrade=DROP_PERSON)
    return shop


def test_all_of_it(shop):
    shop.revision("r2", "r1", upgrade=SCAN)
    outcome = shop.db("test", "--max-block", "20ms", "--rows", "1000000")
    lines = outcome.stdout.splitlines()
    assert outcome.stdout.startswith(EVERY), outcome
    assert lines[-2:] == ["passed   two-deployers", "2 revisions, 10 checks: 9 passed, 1 failed."]
    assert (outcome.status, outcome.stderr) == (1, "")
    assert shop.rows("SELECT count(*) FROM pg_class WHERE relname ~ 'person|alembic'") == [(0,)]


def test_without_rows_nobody_waits(shop):
    answer = checked(shop, "--check", "budget", "--max-block", "20ms")
    assert (answer.status, answer.of("budget", "r1")) == (0, ("passed", ""))
    assert answer.answer["result"] == "passed"


# fmt: off
WHOLE = [
    # check            revisions after r1                                     env.py    outcome    what it says
    ("one-head",       {},                                                    ENV,      "passed",  "", "one"),
    ("one-head",       {"r2": ("r1", "pass"), "r3": ("r1", "pass")},          ENV,      "failed",  "There are several heads: r2 and r3. `flask db merge --auto` joins two whose order", "two"),
    ("base-to-head",   {"r2": ("r1", 'op.execute("SELECT 1 / count(*) FROM person WHERE id < 0")')}, ENV, "failed", "An empty database cannot be upgraded to the newest revision. Revision r2 (migrations/versions/r2_made.py, line 13)", "it counts on rows"),
    ("models-match",   {"r2": ("r1", SECOND_NAME)},                           ENV,      "failed",  "New upgrade operations detected: [('remove_column'", "the model lacks a column"),
    ("models-match",   {"r2": ("r1", "raise ValueError(5)")},                 ENV,      "not run", "No database reached the newest revision.", "there is nothing to compare"),
    ("two-deployers",  {},                                                    ENV,      "passed",  "", "the second waits"),
    ("two-deployers",  {},                                                    BUSY_ENV, "failed",  "Two deployers at once leave a different result than one: table visit has ", "env.py does more than Alembic"),
]
# fmt: on


@pytest.mark.parametrize("check, more, env, outcome, sentence, because", WHOLE)
def test_check_of_all_revisions(shop, check, more, env, outcome, sentence, because):
    for revision, (follows, upgrade) in more.items():
        shop.revision(revision, follows, upgrade=upgrade)
    (shop.folder / "migrations" / "env.py").write_text(env)
    answer = checked(shop, "--check", check)
    verdict = answer.of(check)
    assert verdict[0] == outcome, (because, verdict)
    assert verdict[1].startswith(sentence) if sentence else verdict[1] == "", (because, verdict)
    assert answer.status == (0 if outcome == "passed" else 1)


def test_what_comes_after_a_revision_that_fails(shop):
    shop.revision("r2", "r1", upgrade="raise ValueError(5)")
    shop.revision("r3", "r2")
    answer = checked(shop, "--check", "there-and-back", "--check", "killed")
    assert answer.of("killed", "r1")[0] == "passed"
    assert answer.of("there-and-back", "r2")[0] == "failed"
    assert answer.of("killed", "r2") == ("not run", "r2 cannot be applied.")
    assert answer.of("there-and-back", "r3") == (
        "not run", "r3 was not tried because r2, before it, fails.",
    )  # fmt: skip


# fmt: off
REFUSED = [
    ("--check budget",       2, "The budget check needs a limit, such as --max-block 250ms, 2s or 1min."),
    ("--check everything",   2, "'everything' is not one of"),
    ("--max-block soon",     2, "'soon' is not a duration: write a number and ms, s, m, h, d or w, such as 100ms."),
    ("--since nowhere",      1, "git does not know what is published at nowhere"),
]
# fmt: on


@pytest.mark.parametrize("words, status, sentence", REFUSED)
def test_refused(shop, words, status, sentence):
    outcome = shop.db("test", *words.split())
    assert outcome.status == status, outcome
    assert sentence in " ".join(outcome.stderr.split())


def test_no_revision(new_shop):
    outcome = new_shop("empty").db("test")
    assert outcome.status == 1
    assert "migrations has no revision, so there is nothing to test." in outcome.stderr


def test_another_database(shop):
    shop.url = "sqlite://"
    outcome = shop.db("test")
    assert (outcome.status, outcome.stderr.count("is sqlite")) == (1, 1)


def test_on_another_server_that_is_named(shop, database):
    answer = checked(shop, "--check", "there-and-back", SAFEMIGRATE_SHADOW_URL=database)
    assert answer.of("there-and-back", "r1") == ("passed", "")


def test_as_json(shop):
    verdict = json.loads(shop.db("test", "--json", "--check", "one-head").stdout)
    [check] = verdict.pop("checks")
    assert verdict == {"result": "passed"}
    assert check.pop("seconds") >= 0
    assert check == {"check": "one-head", "revision": None, "outcome": "passed", "sentences": []}


def test_a_database_that_is_not_there(shop):
    shop.url += "_gone"
    outcome = shop.db("test")
    assert outcome.status == 1
    name = conninfo_to_dict(shop.url)["dbname"]
    assert re.fullmatch(
        rf"Error: The server at \S+:\d+ has no database {name}\. Create it \(createdb {name}\), "
        r"or correct SQLALCHEMY_DATABASE_URI in the application's configuration\.\n",
        outcome.stderr,
    )


def test_only_what_a_branch_adds_or_edits(shop):
    shop.revision("r2", "r1")
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (
        ("init", "-q", "-b", "main"),
        ("add", "migrations"),
        ("commit", "-qm", "main"),
        ("checkout", "-q", "-b", "work"),
    ):
        subprocess.run([*git, *words], cwd=shop.folder, check=True)
    shop.revision("r2", "r1", upgrade=SECOND_NAME, downgrade='op.drop_column("person", "nick")')
    shop.revision("r3", "r2")
    answer = checked(shop, "--check", "one-head", "--check", "there-and-back", "--since", "main")
    tried = [
        (check_result["check"], check_result["revision"])
        for check_result in answer.answer["checks"]
    ]
    assert tried == [("one-head", None), ("there-and-back", "r2"), ("there-and-back", "r3")]

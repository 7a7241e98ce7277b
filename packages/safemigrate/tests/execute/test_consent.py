"""An upgrade that would block an application for long asks, or stops with status 7."""

import json
import os
import pty
import subprocess
import sys

import pytest

from tests.execute.shop import CREATE_PERSON, ROOT

ROWS = 120_000  # at a plan's default speeds, building an index takes more than 100 ms
UNLOGGED = 'op.execute("ALTER TABLE person SET UNLOGGED")'
WAIVED = f"{UNLOGGED}  # migrate: allow LOCK021: the office is closed that day"
TYPE = 'op.execute("ALTER TABLE person ALTER id TYPE bigint")'
IN_A_BLOCK = """with op.get_context().autocommit_block():
        op.create_index("ix", "person", ["name"], postgresql_concurrently=True)"""
LATE = """op.add_column("person", sa.Column("born", sa.Date()))
    op.execute("ALTER TABLE person ADD CONSTRAINT c CHECK (id > 0) NOT VALID")
    op.execute("UPDATE person SET born = '2000-01-01'")"""
ENDING = (
    "\nNothing was run. Write it the safe way; or allow it, with --allow LOCK021='REASON'; or "
    "review `flask db plan -o plan.json`, then run `flask db upgrade --plan plan.json`.\n"
)


@pytest.fixture
def large(shop):
    shop.revision("r1", upgrade=CREATE_PERSON)
    assert shop.db("upgrade").status == 0
    shop.rows(f"INSERT INTO person SELECT n, 'name ' || n FROM generate_series(1000, {ROWS}) AS n")
    shop.rows("VACUUM ANALYZE person")
    return shop


# fmt: off
CASES = [
    # upgrade, words, exit status, because
    (UNLOGGED, [], 7,                                 "it has no safe form, and nobody agreed"),
    (UNLOGGED, ["--allow", "LOCK021=closed"], 0,      "somebody said why it may run"),
    (UNLOGGED, ["--allow", "LOCK011=closed"], 7,      "another rule is allowed"),
    (UNLOGGED, ["--lock-timeout", "2m"], 0,         "others may wait as long as that"),
    (WAIVED, [], 0,                                   "the author said why it may run"),
    (TYPE, [], 7,                                     "every row is rewritten"),
    ('op.create_index("ix", "person", ["name"])', [], 7, "the safe form was not used"),
    (IN_A_BLOCK, [], 0,                               "the safe form was used"),
    (LATE, [], 7,                                     "rows are changed while a lock is held"),
    ('op.execute("TRUNCATE person")', [], 0,          "as fast for many rows as for few"),
    ('op.add_column("person", sa.Column("born", sa.Date()))', [], 0, "no row is touched"),
    ('op.create_table("pet", sa.Column("id", sa.Integer(), primary_key=True))', [], 0, "it is new"),
]
# fmt: on


@pytest.mark.parametrize("upgrade, words, status, because", CASES)
def test_it_stops_where_nobody_can_be_asked(large, upgrade, words, status, because):
    large.revision("r2", "r1", upgrade=upgrade)
    before = large.fingerprint()
    outcome = large.db("upgrade", *words)
    assert outcome.status == status, (because, outcome)
    if status:
        assert large.fingerprint() == before
        assert large.version() == ["r1"]
    else:
        assert large.version() == ["r2"]


def test_a_small_table_is_asked_about_by_nobody(shop):
    shop.revision("r1", upgrade=CREATE_PERSON)
    shop.revision("r2", "r1", upgrade=UNLOGGED)
    assert shop.db("upgrade").status == 0


def test_what_is_said(large):
    large.revision("r2", "r1", upgrade=UNLOGGED)
    outcome = large.db("upgrade")
    assert outcome.stderr.startswith(
        "Error: 1 statement blocks an application for longer than --lock-timeout:\n"
        "migrations/versions/r2_made.py:13: LOCK021\n"
        "  SET UNLOGGED of person takes ACCESS EXCLUSIVE on person: nobody can read or write "
        "person while it is rewritten.\n"
        "  person has 119,501 rows, "
    )
    assert "  help: PostgreSQL has no safe form: " in outcome.stderr
    assert outcome.stderr.endswith(ENDING)
    answer = json.loads(large.db("upgrade", "--json").stdout)
    assert (answer["result"], answer["exit"]) == ("error", 7)


def test_lint_and_plan_say_so_too_and_who_read_the_plan_is_not_asked(large):
    large.revision("r2", "r1", upgrade=UNLOGGED)
    assert "LOCK021" in large.db("lint").stdout
    plan = large.db("plan", "-o", "plan.json")
    assert "rewrites person" in plan.stdout
    assert "maintenance window" in " ".join(plan.stdout.split())
    assert large.db("upgrade").status == 7
    assert large.db("upgrade", "--plan", "plan.json").status == 0


@pytest.mark.parametrize("typed, status", [("y", 0), ("n", 7), ("", 7)])
def test_at_a_terminal_it_asks(large, typed, status):
    large.revision("r2", "r1", upgrade=UNLOGGED)
    ours, theirs = pty.openpty()
    try:
        os.write(ours, f"{typed}\n".encode())
        done = subprocess.run(
            [sys.executable, "-m", "flask", "db", "upgrade"],
            cwd=large.folder,
            env=os.environ | {"DATABASE_URL": large.url, "PYTHONPATH": str(ROOT)},
            stdin=theirs,
            capture_output=True,
            text=True,
        )
    finally:
        os.close(ours)
        os.close(theirs)
    assert "Run anyway? [y/N]" in done.stderr
    assert done.stderr.count("  help: ") == 1, "printed once"
    assert done.returncode == status, done.stderr
    assert large.version() == (["r1"] if status else ["r2"])


# fmt: off
MISTYPED = [
    ("LOCK021",        "the reason is missing"),
    ("LOCK021= ",      "the reason is missing"),
    ("LOCK999=closed", "there is no rule LOCK999"),
]
# fmt: on


@pytest.mark.parametrize("text, why", MISTYPED)
def test_what_allows_nothing_is_a_usage_error(shop, text, why):
    outcome = shop.db("upgrade", "--allow", text)
    assert outcome.status == 2
    assert outcome.stderr == (
        f"Error: --allow {text!r} is not valid ({why}): write the rule and a reason, such as "
        "--allow LOCK011='the office is closed'.\n"
    )

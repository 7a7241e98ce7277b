"""`db drift` in a project: its sentences, its exit status, what it accepts, what it writes."""

import json

import pytest

from tests.plan.conftest import Shop
from tests.project import OURS

HOT_FIX = "CREATE INDEX hot ON person (name); ALTER TABLE person ADD note text DEFAULT 'a:b'"
SENTENCES = (
    "Column public.person.note is in the database, but no revision creates it.\n"
    "Index public.hot is in the database, but no revision creates it.\n"
)


@pytest.fixture
def shop(start):
    return Shop(start, *start.copy("applied", OURS, own_env=True))


def test_nothing_has_drifted(shop):
    outcome = shop.db("drift")
    assert outcome.stdout == f"Database {shop.name} matches its revisions (at r1).\n", outcome
    assert outcome.status == 0
    assert shop.databases() == {shop.name}


def test_a_hot_fix_is_named_and_exits_with_4(shop):
    shop.execute(HOT_FIX)
    outcome = shop.db("drift")
    assert (outcome.status, outcome.stdout) == (4, SENTENCES)
    answer = json.loads(shop.db("drift", "--json").stdout)
    assert [(entry["kind"], entry["change"]) for entry in answer["drift"]] == [
        ("column", "added"),
        ("index", "added"),
    ]


def test_accepted_drift_is_not_reported(shop):
    shop.execute(HOT_FIX)
    file = shop.folder / "migrations" / "drift.ignore"
    file.write_text("index public.ho* # the yearly report\ncolumn *.note # of the office\n")
    assert shop.db("drift").status == 0
    file.write_text("index public.hot\n")
    outcome = shop.db("drift")
    assert outcome.status == 1
    assert "drift.ignore, line 1: 'index public.hot' has no reason." in outcome.stderr
    file.write_text("* *.note # x\nindex public.hot # y\nview v # z\n")
    assert "line 3 no longer matches anything" in shop.db("drift").stderr


@pytest.mark.parametrize(
    "way, then",
    [("revert", ("upgrade",)), ("adopt", ("stamp", "head"))],
)
def test_repair_brings_database_and_revisions_together(shop, way, then):
    shop.execute(HOT_FIX)
    outcome = shop.db("drift", "--repair", way)
    assert (outcome.status, outcome.stdout.startswith(SENTENCES)) == (4, True), outcome
    assert shop.db(*then).status == 0
    outcome = shop.db("drift")
    assert outcome.status == 0, outcome
    assert shop.db("downgrade").status == 0
    assert shop.db("upgrade").status == 0
    assert shop.db("drift").status == 0

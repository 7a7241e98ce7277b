"""`db status` and `db wait` say where the database is; the head file makes two branches meet."""

import json

import pytest

from tests.plan.conftest import Shop
from tests.project import OURS, write_revision


@pytest.fixture
def shop(start):
    return Shop(start, *start.copy("behind", OURS, own_env=True))


def test_status(shop):
    outcome = shop.db("status")
    assert outcome.stdout == ("Database at   r1\nNewest        r2\nPending       1: r2\n"), outcome
    assert shop.db("upgrade").status == 0
    status = json.loads(shop.db("status", "--json").stdout)
    assert (status["current"], status["heads"], status["pending"]) == (["r2"], ["r2"], [])
    assert status["last_run"]["revision"] == "r2"
    outcome = shop.db("status")
    assert "Last run      " in outcome.stdout
    assert max(map(len, outcome.stdout.splitlines())) <= 80


def test_wait(shop):
    outcome = shop.db("wait", "--for", "head", "--timeout", "0s")
    assert outcome.status == 1
    assert "the database lacks r2" in outcome.stderr
    assert shop.db("wait", "--for", "r1", "--timeout", "0s").status == 0
    assert shop.db("upgrade").status == 0
    assert shop.db("wait", "--for", "head", "--timeout", "0s").status == 0


def test_an_application_of_yesterday_starts_on_a_database_of_today(shop):
    assert shop.db("upgrade").status == 0
    (shop.folder / "migrations" / "versions" / "r2_made.py").unlink()
    assert shop.db("wait", "--timeout", "0s").status == 0


def test_the_head_file_follows_every_revision_and_stops_an_upgrade_where_it_does_not(shop):
    file = shop.folder / "migrations" / "HEAD"
    assert shop.db("upgrade").status == 0
    file.write_text("r2\n")
    assert shop.db("revision", "--rev-id", "r3").status == 0
    assert file.read_text() == "r3\n"
    write_revision(shop.folder, "r4", "r3")
    outcome = shop.db("upgrade")
    assert outcome.status == 9
    assert "HEAD says r3, but the newest revision is r4." in outcome.stderr
    assert shop.db("doctor", "--fix").stdout
    assert file.read_text() == "r4\n"

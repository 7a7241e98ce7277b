"""Duplicate ids and broken links are reported with the file to fix, and no traceback."""

import pytest

from tests.plan.conftest import Shop
from tests.project import OURS, write_revision

COMMANDS = [("upgrade",), ("status",), ("drift",), ("wait", "--timeout", "0s"), ("switch",)]


@pytest.fixture
def shop(start):
    return Shop(start, *start.copy("behind", OURS, own_env=True))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_broken_link_is_named(shop, words):
    write_revision(shop.folder, "r9", "r8")
    outcome = shop.db(*words)
    assert outcome.status == 1
    assert "migrations/versions/r9_made.py follows or depends on it" in outcome.stderr
    assert "Traceback" not in outcome.stderr


# fmt: off
TWICE = [
    # what is typed  status  what it says                             because
    ("status",       0,      "Give each its own revision id.",        "it only looks"),
    ("upgrade",      9,      "Two revisions have the id r2: ",        "one of the two would never be run"),
]
# fmt: on


@pytest.mark.parametrize("words, status, sentence, because", TWICE)
def test_an_id_in_two_files_is_named(shop, words, status, sentence, because):
    versions = shop.folder / "migrations" / "versions"
    (versions / "again.py").write_text((versions / "r2_made.py").read_text())
    outcome = shop.db(words)
    assert outcome.status == status, because
    assert "again.py" in outcome.stderr
    assert sentence in outcome.stderr
    assert "Traceback" not in outcome.stderr

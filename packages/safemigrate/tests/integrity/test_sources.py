"""The database keeps applied files: edited, missing and foreign revisions are reported and restored."""

import json

import pytest

from tests.plan.conftest import Shop
from tests.project import OURS, write_revision


@pytest.fixture
def shop(start):
    """A shop whose revision r2 (a column) was applied by safemigrate."""
    shop = Shop(start, *start.copy("applied", OURS, own_env=True))
    write_revision(
        shop.folder,
        "r2",
        "r1",
        upgrade='op.add_column("person", sa.Column("born", sa.Date()))',
        downgrade='op.drop_column("person", "born")',
    )
    assert shop.db("upgrade").status == 0
    return shop


def file_of(shop, revision):
    return shop.folder / "migrations" / "versions" / f"{revision}_made.py"


def test_an_edited_revision_is_named_and_its_source_shown(shop):
    applied = file_of(shop, "r2").read_text()
    file_of(shop, "r2").write_text(applied.replace("born", "birth"))
    outcome = shop.db("upgrade")
    assert outcome.status == 0
    assert "Revision r2 was edited after it was applied here" in outcome.stderr
    assert shop.db("show", "r2", "--kept").stdout == applied


def test_a_foreign_revision_stops_the_upgrade_is_shown_and_taken_back(shop):
    applied = file_of(shop, "r2").read_text()
    file_of(shop, "r2").unlink()
    write_revision(shop.folder, "r3", "r1", upgrade='op.execute("CREATE TABLE pet ()")')
    outcome = shop.db("upgrade")
    assert outcome.status == 9
    assert outcome.stderr == (
        "Error: Can't locate revision identified by 'r2'. Applied to this database but without a "
        "file: r2. It belongs to another branch, or its file was deleted. `flask db switch` "
        "downgrades it with the source kept in the database; `flask db show r2` prints that "
        "source. Nothing was run.\n"
    )
    assert shop.db("show", "r2").stdout == applied
    outcome = shop.db("switch")
    assert (outcome.status, outcome.stdout) == (0, "Reverted: r2.\nApplied: r3.\n"), outcome
    assert shop.db("drift").stdout == f"Database {shop.name} matches its revisions (at r3).\n"


BRING = "flask db show r2 --kept > migrations/versions/r2_made.py"


@pytest.mark.parametrize("words", [("upgrade",), ("switch",)], ids=" ".join)
def test_a_missing_revision_stops_and_is_restored_with_the_printed_command(shop, words):
    applied = file_of(shop, "r2").read_text()
    write_revision(shop.folder, "r3", "r2", upgrade='op.execute("CREATE TABLE pet ()")')
    file_of(shop, "r2").unlink()
    outcome = shop.db(*words)
    assert (outcome.status, outcome.stderr) == (
        9,
        "Error: Can't locate revision identified by 'r2'. Applied to this database but without a "
        "file: r2. migrations/versions/r3_made.py follows r2: restore its file with "
        f"`{BRING}`. Nothing was run.\n",
    )
    assert "Missing       r2 (`flask db show REVISION --kept`)\n" in shop.db("status").stdout
    assert shop.db("drift").status == 0
    file_of(shop, "r2").write_text(shop.db("show", "r2", "--kept").stdout)
    assert file_of(shop, "r2").read_text() == applied
    assert shop.db("upgrade").status == 0


def test_what_would_stop_a_switch_half_way_stops_it_before(shop):
    file_of(shop, "r2").unlink()
    outcome = shop.db("switch", "r9")
    assert outcome.status == 1
    assert "Can't locate revision identified by 'r9'" in outcome.stderr
    (shop.folder / "migrations" / "HEAD").write_text("r2\n")
    outcome = shop.db("switch")
    assert (outcome.status, outcome.stdout) == (9, "")
    assert "HEAD says r2, but the newest revision is r1." in outcome.stderr
    assert json.loads(shop.db("status", "--json").stdout)["foreign"] == ["r2"]


def test_what_is_stamped_is_kept(shop):
    text = write_revision(shop.folder, "r3", "r2").read_text()
    assert shop.db("stamp", "head").status == 0
    assert shop.db("show", "--kept").stdout == text
    for name in ("head", "current", "r3"):
        assert shop.db("show", name, "--kept").stdout == text


def test_a_revision_that_was_never_kept_says_so(shop):
    outcome = shop.db("show", "r9", "--kept")
    assert outcome.status == 9
    assert "Revision r9 has no file, and this database keeps no source for it." in outcome.stderr

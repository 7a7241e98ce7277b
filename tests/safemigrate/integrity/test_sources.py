"""Applied files are kept: an edited, a missing and a foreign revision are named, shown, taken back."""

import pytest

from tests.safemigrate.plan.conftest import Shop
from tests.safemigrate.project import OURS, write_revision


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
    assert "another branch's: `flask db switch`" in outcome.stderr
    assert shop.db("show", "r2").stdout == applied
    outcome = shop.db("switch")
    assert (outcome.status, outcome.stdout) == (0, "Taken back: r2.\nApplied: r3.\n"), outcome
    assert shop.db("drift").stdout == f"Database {shop.name} is as its revisions make it (at r3).\n"


def test_a_missing_revision_is_named_with_what_to_do(shop):
    write_revision(shop.folder, "r3", "r2")
    file_of(shop, "r2").unlink()
    outcome = shop.db("upgrade")
    assert outcome.status != 0
    assert "Traceback" not in outcome.stderr
    assert "r3_made.py" in outcome.stderr


def test_a_revision_that_was_never_kept_says_so(shop):
    outcome = shop.db("show", "r9", "--kept")
    assert outcome.status == 9
    assert "Revision r9 has no file, and this database keeps no source of it." in outcome.stderr

"""REV305 same-id-or-edited: where it is silent, and what it says."""

import pytest

from tests.lint.folder import Folder


@pytest.fixture
def folder(tmp_path):
    made = Folder(tmp_path)
    made.write("a")
    made.publish()
    return made


def test_silent(folder):
    assert folder.found("REV305") == [], "each id once"
    assert folder.found("REV305", since="published") == [], "nothing was changed"
    folder.write("b", "a")
    assert folder.found("REV305", since="published") == [], "a new revision may be"
    folder.write("a", None, "op.execute('SELECT 1')")
    assert folder.found("REV305") == [], "without --since nobody knows what is published"


def test_edited(folder):
    folder.write("a", None, "op.execute('SELECT 1')")
    assert folder.found("REV305", since="published") == [
        (
            "a.py",
            1,
            "a is published and was edited since: a database that has had it never does what is "
            "new here.",
        )
    ]


@pytest.mark.filterwarnings("ignore:Revision a is present more than once")
def test_same_id(folder):
    folder.write("a", name="z")
    ((file, line, message),) = folder.found("REV305")
    assert (file, line) == ("z.py", 1)
    assert message.endswith("a.py has the id a, too: Alembic runs only one of the two.")

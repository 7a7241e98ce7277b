"""REV305 same-id-or-edited: when it is silent, and what it prints."""

import pytest

from tests.lint.folder import Folder


@pytest.fixture
def folder(tmp_path):
    new_folder = Folder(tmp_path)
    new_folder.write("a")
    new_folder.publish()
    return new_folder


def test_silent(folder):
    assert folder.messages("REV305") == [], "each id once"
    assert folder.messages("REV305", since="published") == [], "nothing was changed"
    folder.write("b", "a")
    assert folder.messages("REV305", since="published") == [], "a new revision may be"
    folder.write("a", None, "op.execute('SELECT 1')")
    assert folder.messages("REV305") == [], "without --since nobody knows what is published"


def test_edited(folder):
    folder.write("a", None, "op.execute('SELECT 1')")
    assert folder.messages("REV305", since="published") == [
        (
            "a.py",
            1,
            "a was edited after it was published: a database that has run it never gets the change.",
        )
    ]


@pytest.mark.filterwarnings("ignore:Revision a is present more than once")
def test_same_id(folder):
    folder.write("a", name="z")
    ((file, line, message),) = folder.messages("REV305")
    assert (file, line) == ("z.py", 1)
    assert message.endswith("a.py also has the id a: Alembic runs only one of the two.")

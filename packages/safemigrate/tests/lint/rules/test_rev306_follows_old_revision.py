"""REV306 follows-old-revision: where it is silent, and what it says."""

import pytest

from tests.lint.folder import Folder


@pytest.fixture
def folder(tmp_path):
    made = Folder(tmp_path)
    made.write("a")
    made.write("b", "a")
    made.publish()
    return made


def test_silent(folder):
    assert folder.found("REV306", since="published") == [], "nothing is new"
    folder.write("c", "b")
    assert folder.found("REV306", since="published") == [], "it follows the last one"
    folder.write("d", "c")
    assert folder.found("REV306", since="published") == [], "it follows another new one"
    assert folder.found("REV306") == [], "without --since nobody knows what is published"


def test_found(folder):
    folder.write("c", "a")
    assert folder.found("REV306", since="published") == [
        (
            "c.py",
            6,
            "c follows a, and b is published after that: together they are two heads.",
        )
    ]

"""REV306 follows-old-revision: when it is silent, and what it prints."""

import pytest

from tests.lint.folder import Folder


@pytest.fixture
def folder(tmp_path):
    new_folder = Folder(tmp_path)
    new_folder.write("a")
    new_folder.write("b", "a")
    new_folder.publish()
    return new_folder


def test_silent(folder):
    assert folder.messages("REV306", since="published") == [], "nothing is new"
    folder.write("c", "b")
    assert folder.messages("REV306", since="published") == [], "it follows the last one"
    folder.write("d", "c")
    assert folder.messages("REV306", since="published") == [], "it follows another new one"
    assert folder.messages("REV306") == [], "without --since nobody knows what is published"


def test_findings(folder):
    folder.write("c", "a")
    assert folder.messages("REV306", since="published") == [
        (
            "c.py",
            6,
            "c follows a, but b is published after that: together they are two heads.",
        )
    ]

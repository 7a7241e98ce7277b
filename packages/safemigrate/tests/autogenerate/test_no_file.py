"""No file is written without a message, without a change, or because no model was imported."""

import pytest

PERSON = """
class Person(db.Model):
    id = sa.Column(sa.Integer, primary_key=True)
"""

# fmt: off
UNSAID = [
    # command                                    because
    (["migrate"],                                "no message"),
    (["migrate", "-m", ""],                      "a blank one"),
    (["revision", "--autogenerate"],             "the same command by its other name"),
]
# fmt: on


@pytest.mark.parametrize("words, because", UNSAID)
def test_a_message_is_required(changing, words, because):
    changing.models(PERSON)
    said = changing.db(*words)
    assert said.status == 2, because
    assert "No file was written, because nothing says what changes: `flask db" in said.stderr
    assert changing.files() == []


def test_where_nothing_changed_no_file_is_written(changing):
    changing.migrated(PERSON)
    changing.upgraded()
    files = changing.files()
    again = changing.db("migrate", "-m", "again")
    assert (again.status, changing.files()) == (0, files)
    assert "No file was written: the models (1 table) match the database." in again.stderr


def test_tables_are_not_dropped_for_want_of_models(changing):
    changing.migrated(PERSON)
    changing.upgraded()
    files = changing.files()
    changing.models("")
    said = changing.db("migrate", "-m", "all of it")
    assert (said.status, changing.files()) == (1, files)
    assert "no models were imported" in said.stderr
    assert "person" in said.stderr

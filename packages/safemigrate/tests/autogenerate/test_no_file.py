"""No file is written without a message, without a change, or without imported models."""

import pytest

PERSON = """
class Person(db.Model):
    id = sa.Column(sa.Integer, primary_key=True)
"""

# fmt: off
WITHOUT_MESSAGE = [
    # command                                    because
    (["migrate"],                                "no message"),
    (["migrate", "-m", ""],                      "an empty one"),
    (["revision", "--autogenerate"],             "the same command under its other name"),
]
# fmt: on


@pytest.mark.parametrize("words, because", WITHOUT_MESSAGE)
def test_a_message_is_required(changing, words, because):
    changing.models(PERSON)
    outcome = changing.db(*words)
    assert outcome.status == 2, because
    assert "No file was written: a message is required. Run `flask db" in outcome.stderr
    assert changing.files() == []


def test_no_file_is_written_if_nothing_changed(changing):
    changing.migrated(PERSON)
    changing.upgraded()
    files = changing.files()
    again = changing.db("migrate", "-m", "again")
    assert (again.status, changing.files()) == (0, files)
    assert "No file was written: the models (1 table) match the database." in again.stderr


def test_tables_are_not_dropped_if_no_models_are_imported(changing):
    changing.migrated(PERSON)
    changing.upgraded()
    files = changing.files()
    changing.models("")
    outcome = changing.db("migrate", "-m", "all of it")
    assert (outcome.status, changing.files()) == (1, files)
    assert "no models were imported" in outcome.stderr
    assert "person" in outcome.stderr

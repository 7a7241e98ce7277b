"""A new name in the models: a rename if an option or answer says so, never a silent drop."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tiers import full

NAME = "    name = db.Column(db.String(50))\n"
FULL_NAME = NAME.replace("name", "full_name")
PEOPLE = "class Person(db.Model):\n    __tablename__ = 'people'\n"
REFUSED = (
    "Error: The models no longer have column person.name, but have a new column full_name of the "
    "same type. No file was written, because dropping person.name would lose its data. If it was "
    "renamed, run `flask db migrate …` with `--rename person.name=full_name`. If it should be "
    "dropped, use `--no-rename person.name`.\n"
)


def edit_models(shop, before, after):
    app = shop.folder / "app.py"
    text = app.read_text()
    assert text.count(before) == 1
    app.write_text(text.replace(before, after))


def body(shop):
    """Return the code lines of the new revisions, in the order in which they run."""
    lines = []
    for file in new_files(shop):
        body = file.read_text().partition("def upgrade")[2].splitlines()[1:]
        lines += [line.strip() for line in body if line.strip() and line.strip()[0] != "#"]
    return lines


def new_files(shop):
    files = set((shop.folder / "migrations" / "versions").glob("*.py")) - {r1(shop)}
    return sorted(files, key=lambda file: file.stat().st_mtime_ns)


def phases(shop):
    texts = [file.read_text() for file in new_files(shop)]
    return [re.search(r'^phase = "(.+)"$', text, re.MULTILINE)[1] for text in texts]


def r1(shop) -> Path:
    return shop.folder / "migrations" / "versions" / "r1_made.py"


def rows(shop, table):
    with psycopg.connect(shop.url) as connection:
        cursor = connection.execute(f"SELECT * FROM {table}")
        return [column.name for column in cursor.description], cursor.fetchall()


def up_down_up(shop):
    for words in (["upgrade"], ["downgrade", "r1"], ["upgrade"]):
        outcome = shop.db(*words)
        assert outcome.status == 0, outcome
    again = shop.db("migrate", "-m", "again")
    assert (again.status, "No file was written: the models" in again.stderr) == (0, True), again


def test_a_drop_that_looks_like_a_rename_is_refused(any_shop):
    edit_models(any_shop, NAME, FULL_NAME)
    outcome = any_shop.db("migrate", "-m", "x")
    assert (outcome.status, outcome.stderr.endswith(REFUSED)) == (7, True), outcome
    assert list((any_shop.folder / "migrations" / "versions").glob("*.py")) == [r1(any_shop)]


def test_a_column_is_renamed_while_programs_use_either_name(shop):
    edit_models(shop, NAME, FULL_NAME)
    outcome = shop.db("migrate", "-m", "x", "--rename", "person.name=full_name")
    assert outcome.status == 0, outcome
    assert body(shop) == [
        "op.rename_column_online('person', 'name', 'full_name')",
        "def downgrade():",
        "op.undo_rename_column_online('person', 'name')",
        "op.fill_online('person', 'name')",
        "def downgrade():",
        "pass",
        "op.build_online('person', 'name')",
        "def downgrade():",
        "op.undo_build_online('person', 'name')",
        "op.finish_online('person', 'name')",
        "def downgrade():",
        "op.undo_finish_rename_online('person', 'name', 'full_name')",
    ]
    assert phases(shop) == ["expand", "backfill", "expand", "contract"]
    assert shop.db("lint").stdout.count(".py:") == 1, "one finding, and it is r1's"
    up_down_up(shop)
    assert rows(shop, "person") == (["id", "full_name"], [(1, "Ada")])


@full
def test_a_column_is_renamed_at_once(shop):
    edit_models(shop, NAME, FULL_NAME)
    names = ("--rename", "person.name=full_name", "--at-once")
    outcome = shop.db("migrate", "-m", "x", *names)
    assert outcome.status == 0, outcome
    assert "safemigrate" not in outcome.stderr
    assert rows(shop, "person") == (["id", "name"], [(1, "Ada")])  # the comparison left no trace
    assert body(shop) == [
        "op.alter_column('person', 'name', new_column_name='full_name')",
        "def downgrade():",
        "op.alter_column('person', 'full_name', new_column_name='name')",
    ]
    up_down_up(shop)
    assert rows(shop, "person") == (["id", "full_name"], [(1, "Ada")])


def test_a_table_and_its_column_are_renamed_and_the_rest_is_still_compared(any_shop):
    new = FULL_NAME.replace("50", "80") + "    born = db.Column(db.Date)\n"
    edit_models(any_shop, NAME, new)
    edit_models(any_shop, "class Person(db.Model):\n", PEOPLE)
    names = ("--rename", "person=people", "--rename", "person.name=full_name")
    outcome = any_shop.db("migrate", "-m", "x", *names, "--at-once")
    assert outcome.status == 0, outcome
    renamed = [
        "op.alter_column('person', 'name', new_column_name='full_name')",
        "op.rename_table('person', 'people')",
        "def downgrade():",
        "op.rename_table('people', 'person')",
        "op.alter_column('person', 'full_name', new_column_name='name')",
    ]
    assert body(any_shop)[:5] == renamed, "everything else uses the new names"
    rest = " ".join(body(any_shop)[5:])
    assert "sa.Column('born'" in rest
    assert "type_=sa.String(length=80)" in rest
    assert phases(any_shop) == ["contract", "expand"]
    up_down_up(any_shop)
    assert rows(any_shop, "people") == (["id", "full_name", "born"], [(1, "Ada", None)])


@full
def test_a_new_name_and_then_a_new_type_of_a_renamed_table(shop):
    edit_models(shop, NAME, FULL_NAME.replace("String(50)", "Enum('Ada', name='names')"))
    edit_models(shop, "class Person(db.Model):\n", PEOPLE)
    names = ("--rename", "person=people", "--rename", "person.name=full_name")
    outcome = shop.db("migrate", "-m", "x", *names)
    assert outcome.status == 0, outcome
    steps = ["expand", "backfill", "expand", "contract"]
    assert phases(shop) == [*steps, "contract", *steps[:1], *steps[:3], "expand", "contract"]
    up_down_up(shop)
    assert sorted(rows(shop, "people")[0]) == ["full_name", "id"]


def test_why_a_rename_is_not_online_is_reported(shop):
    shop.execute("CREATE VIEW names AS SELECT name FROM person")
    edit_models(shop, NAME, FULL_NAME)
    outcome = shop.db("migrate", "-m", "x", "--rename", "person.name=full_name")
    assert outcome.status == 0, outcome
    assert (
        "The change of person.name is written as RENAME, which breaks programs that use the old "
        "name. It cannot be made online: rule _RETURN on view names uses the column."
        in outcome.stderr
    )
    assert phases(shop) == ["contract"]


def test_a_table_that_looks_renamed_is_refused(shop):
    edit_models(shop, "class Person(db.Model):\n", PEOPLE)
    outcome = shop.db("migrate", "-m", "x")
    assert outcome.status == 7, outcome
    assert "no longer have table person, but have a new table people" in outcome.stderr
    assert "`--rename person=people`" in outcome.stderr


def test_no_rename_drops_the_column(shop):
    edit_models(shop, NAME, FULL_NAME)
    outcome = shop.db("migrate", "-m", "x", "--no-rename", "person.name")
    assert outcome.status == 0, outcome
    assert "op.drop_column_softly('person', 'name')" in body(shop)


def test_a_column_of_another_type_is_not_a_rename(shop):
    edit_models(shop, NAME, "    born = db.Column(db.Date)\n")
    outcome = shop.db("migrate", "-m", "x")
    assert outcome.status == 0, outcome
    assert "op.drop_column_softly('person', 'name')" in body(shop)


# fmt: off
MISTAKES = [
    # --rename            sentence                                                because
    ("person.name",       "is not a valid rename (a name is missing)",            "no new name"),
    ("person.=x",         "is not a valid rename (a name is missing)",            "no old name"),
    ("a.b=c.d",           "cannot move anything to another table or schema",      "another table"),
    ("person.nome=x",     "the database has no person.nome.",                     "a typo"),
    ("persons=people",    "the database has no persons.",                         "no such table"),
    ("person.name=nam",   "the models have no person.nam.",                       "not in the model"),
    ("person=people",     "the models have no people.",                           "not a model"),
]
# fmt: on


@pytest.mark.parametrize("text, sentence, because", MISTAKES)
def test_mistakes(start, text, sentence, because):
    from tests.plan.conftest import Shop
    from tests.project import OURS

    shop = Shop(start, *start.copy("applied", OURS, own_env=True))
    outcome = shop.db("migrate", "-m", "x", "--rename", text)
    assert (outcome.status, sentence in outcome.stderr) == (2, True), (because, outcome)
    assert list((shop.folder / "migrations" / "versions").glob("*.py")) == [r1(shop)]


@pytest.mark.parametrize(
    "answer, line",
    [
        (b"y\n", "op.rename_column_online('person', 'name', 'full_name')"),
        (b"n\n", "op.drop_column_softly('person', 'name')"),
    ],
)
def test_a_person_at_a_terminal_is_asked(shop, answer, line):
    edit_models(shop, NAME, FULL_NAME)
    ours, theirs = pty.openpty()
    os.write(ours, answer)
    done = subprocess.run(
        [sys.executable, "migrate.py", "migrate", "-m", "x"],
        cwd=shop.folder,
        env=os.environ | shop.urls | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=theirs,
        capture_output=True,
        text=True,
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done
    assert "Was column person.name renamed to full_name? [y/N]" in done.stderr
    assert line in body(shop)

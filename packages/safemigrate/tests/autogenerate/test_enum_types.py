"""Enum types: their values are compared, they are created once, and downgrades drop them."""

import re

import pytest

from tests.autogenerate.project_here import Project, revision_of
from tests.autogenerate.random_models import of_text
from tests.autogenerate.test_random_models import fingerprint, run
from tiers import full

AB = "Column('stage', Enum('a', 'b', name='stage'))"
ZOO = "Column('stage', Enum('z', 'a', 'm', 'b', 'x', name='stage'))"
DEFAULT = "Column('stage', Enum('a', 'b', name='stage'), server_default='a')"
NEW = "Column('stage', Enum('a', 'c', name='stage two'), server_default='c')"
ARRAY = "Column('stage', Enum('a', 'b', name='stage')), Column('all', ARRAY(Enum('a', 'b', name='stage')))"
TEXT = "Column('stage', Text)"

# fmt: off
CHANGES = [
    # tables before, after; lines of upgrade(), because
    ({"one": AB}, {"one": ZOO},
     ["op.add_enum_value('stage', 'z', before='a')", "op.add_enum_value('stage', 'm', after='a')", "op.add_enum_value('stage', 'x', after='b')"], "each value in its place"),
    ({"one": AB}, {"one": AB, "two": AB},
     ["create_type=False"], "a new table does not create an existing type"),
    ({"one": AB}, {"one": ARRAY},
     ["op.add_column('one', sa.Column('all', "], "an array uses an existing type"),
    ({"one": TEXT}, {"one": AB},
     ["op.execute(\"CREATE TYPE stage AS ENUM ('a', 'b')\")", "postgresql_using='stage::text::stage'"], "a column gets a new type"),
    ({"one": DEFAULT}, {"one": NEW},
     ["server_default=None", "postgresql_using='stage::text::\"stage two\"'", 'server_default=sa.text("\'c\'")'], "a removed value requires a new type"),
]
# fmt: on


@pytest.fixture
def project(tmp_path, database):
    return Project(tmp_path / "migrations", database)


@pytest.mark.parametrize("before, after, lines, because", CHANGES, ids=[row[3] for row in CHANGES])
def test_the_files(project, before, after, lines, because):
    project.migrate(of_text(before))
    project.upgrade()
    written = project.migrate(of_text(after), at_once=True)
    text = "".join(written).replace("\n", " ")
    assert [line for line in lines if line not in text] == [], (because, written)
    values = [text for text in written if "add_enum_value" in text]
    assert all(len(re.findall(r"^    op\.", text, re.MULTILINE)) == 1 for text in values), (
        "each in its own revision"
    )


@full
@pytest.mark.parametrize("before, after, lines, because", CHANGES, ids=[row[3] for row in CHANGES])
def test_up_down_and_up_again(project, before, after, lines, because):
    first = project.migrate(of_text(before))
    project.upgrade()
    was = fingerprint(project.url)
    project.migrate(of_text(after), at_once=True)
    project.upgrade()
    changed = fingerprint(project.url)
    assert project.migrate(of_text(after)) == []
    project.downgrade(revision_of(first[-1]))
    assert fingerprint(project.url) == was, because
    project.upgrade()
    assert fingerprint(project.url) == changed, because


def test_a_value_that_no_model_has_is_reported(project, capsys):
    project.migrate(of_text({"one": ZOO}))
    project.upgrade()
    assert project.migrate(of_text({"one": AB})) == []
    output = capsys.readouterr().err
    assert "Enum type stage has 'z', 'm', 'x' in the database but not in the models." in output


@full
def test_tables_that_refer_to_each_other_are_set_aside_and_restored(project):
    pair = {
        "one": "Column('two', ForeignKey('two.id', use_alter=True, name='fk_one_two'))",
        "two": "Column('one', ForeignKey('one.id'))",
        "three": TEXT,
    }
    first = project.migrate(of_text(pair))
    project.upgrade()
    run(project.url, "INSERT INTO one VALUES (1); INSERT INTO two VALUES (1, 1)")
    was = fingerprint(project.url)
    project.migrate(of_text({"three": TEXT}))
    project.upgrade()
    project.downgrade(revision_of(first[-1]))
    assert fingerprint(project.url) == was

"""A changed type of a column in use: the steps of an online change, unless the change is free."""

import re

import pytest

from tests.autogenerate.project_here import Project, revision_of
from tests.autogenerate.random_models import of_text
from tests.autogenerate.test_random_models import fingerprint, run
from tests.autogenerate.test_safe_form import calls
from tiers import full, mostly_full

A = "Column('a', {})"
TWO = "Column('a', {0}), Column('b', {0}), Index('ab', 'a', 'b')"
REFERS = "Column('a', {}, unique=True)"

STEPS = [
    ("expand", ["change_type_online"]),
    ("backfill", ["fill_online"]),
    ("expand", ["build_online"]),
    ("expand", ["swap_online"]),
    ("contract", ["finish_online"]),
]
AT_ONCE = [("expand", ["alter_column"])]

# fmt: off
TYPES = [
    # tables before, after; phases and what upgrade() calls, because
    ({"one": A.format("Integer")}, {"one": A.format("BigInteger")}, STEPS, "each row is rewritten"),
    ({"one": A.format("Integer, server_default=text('1 + 1')")}, {"one": A.format("Numeric(9, 2), server_default=text('1 + 1')")}, STEPS, "the downgrade restores a default that is an expression"),
    ({"one": A.format("Integer, server_default=text('7'), index=True")}, {"one": A.format("BigInteger, server_default=text('8'), nullable=False")},
     [("expand", ["drop_index_concurrently"]), *STEPS, ("contract", ["alter_column"]), ("contract", ["precheck", "set_not_null_safely"])], "the index first, the rest last"),
    ({"one": A.format("Text")}, {"one": A.format("String(9)")}, STEPS, "values may be too long, and the downgrade is free"),
    ({"one": A.format("String(9)")}, {"one": A.format("Text")}, AT_ONCE, "rows stay as they are"),
    ({"one": A.format("Numeric(9, 2), index=True")}, {"one": A.format("Numeric(12, 2), index=True")}, AT_ONCE, "more digits"),
    ({"one": A.format("String(9)") + ", CheckConstraint(\"a <> ''\", name='ck')"}, {"one": A.format("Text") + ", CheckConstraint(\"a <> ''\", name='ck')"}, STEPS, "a check would be validated on every row"),
    ({"one": A.format("BigInteger") + ", CheckConstraint('a % 1 = 0 AND a >= -5')"}, {"one": A.format("Numeric(9, 2)") + ", CheckConstraint('a % 1 = 0 AND a >= -5')"}, STEPS, "a check's constants keep their old type"),
    ({"one": TWO.format("Integer")}, {"one": TWO.format("BigInteger")}, STEPS * 2, "one change ends before the next of the table begins"),
    ({"one": A.format("Text")}, {"one": A.format("Enum('p', '1', name='kind of')")}, [("expand", ["execute"]), *STEPS], "a type that does not exist yet"),
    ({"one": A.format("Enum('1', name='kind')")}, {"one": A.format("Enum('2', '1', name='new kind')")}, [("expand", ["execute"]), *STEPS], "another enum"),
    ({"one": REFERS.format("Integer"), "two": "Column('b', Integer, ForeignKey('one.a', name='fk'))"}, {"one": REFERS.format("BigInteger"), "two": "Column('b', Integer, ForeignKey('one.a', name='fk'))"}, AT_ONCE, "another table refers to it"),
]
# fmt: on


@pytest.fixture
def project(tmp_path, database):
    return Project(tmp_path / "migrations", database)


def steps(written):
    return [
        (re.search(r'^phase = "(\w+)"$', text, re.MULTILINE)[1], calls(text)) for text in written
    ]


@pytest.mark.parametrize("before, after, wanted, because", mostly_full(TYPES, every=5))
def test_a_type_that_touches_rows_is_changed_online(project, before, after, wanted, because):
    project.migrate(of_text(before))
    project.upgrade()
    assert steps(project.migrate(of_text(after))) == wanted, because


@full
@pytest.mark.parametrize("before, after, wanted, because", TYPES, ids=[row[3] for row in TYPES])
def test_up_down_and_up_again(project, before, after, wanted, because):
    first = project.migrate(of_text(before))
    project.upgrade()
    run(project.url, "INSERT INTO one (id, a) VALUES (1, '1')")
    was = fingerprint(project.url)
    project.migrate(of_text(after))
    project.upgrade()
    changed = fingerprint(project.url)
    assert changed != was
    assert project.migrate(of_text(after)) == []
    project.downgrade(revision_of(first[-1]))
    assert fingerprint(project.url) == was, because
    project.upgrade()
    assert fingerprint(project.url) == changed, because


def test_why_a_change_is_not_online_is_reported(project, capsys):
    before, after = TYPES[-1][:2]
    project.migrate(of_text(before))
    project.upgrade()
    project.migrate(of_text(after))
    output = capsys.readouterr().err
    assert (
        "The change of one.a is written as ALTER COLUMN … TYPE, which blocks reads and writes while "
        "it rewrites rows or indexes. It cannot be made online: constraint fk on table two uses the column.\n"
    ) in output

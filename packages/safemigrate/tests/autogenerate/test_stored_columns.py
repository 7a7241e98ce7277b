"""A stored column of a table in use: computed for every write, through renames and new formulas."""

import psycopg
import pytest

from safemigrate.autogenerate.migrate_errors import NothingToRename
from tests.autogenerate.project_here import Project, revision_of
from tests.autogenerate.random_models import of_text
from tests.autogenerate.test_random_models import fingerprint, run
from tests.autogenerate.test_safe_form import calls
from tiers import full

BEFORE = {"one": "Column('a', Integer)"}
STORED = "Column('a', Integer), Column('twice', Integer, Computed({!r}, persisted=True){})"
TWICE = {"one": STORED.format("a * 2", "")}
OTHERWISE = {"one": STORED.format("a * 2 + coalesce(one.id, 0)", ", nullable=False")}
TRIGGER = "SELECT tgname || prosrc FROM pg_trigger JOIN pg_proc p ON p.oid = tgfoid WHERE NOT tgisinternal"


@pytest.fixture
def project(tmp_path, database):
    project = Project(tmp_path / "migrations", database)
    project.migrate(of_text(BEFORE))
    project.upgrade()
    run(project.url, "INSERT INTO one VALUES (1, 1), (2, NULL), (3, 3)")
    return project


def query(project, sql):
    with psycopg.connect(project.url) as connection:
        return connection.execute(sql).fetchall()


def rows(project):
    return query(project, "SELECT id, a, twice FROM one ORDER BY id")


def test_every_row_that_is_written_is_worked_out(project):
    project.migrate(of_text(TWICE))
    project.upgrade()
    run(project.url, "INSERT INTO one VALUES (4, 4, 77)", "UPDATE one SET a = 5 WHERE id = 3")
    assert rows(project)[2:] == [(3, 5, 10), (4, 4, 8)]
    assert project.migrate(of_text(TWICE)) == []


# fmt: off
NEXT = [
    # models, what upgrade() calls, because
    (OTHERWISE, ["execute", "backfill", "precheck", "set_not_null_safely"], "a new formula is computed for all rows"),
    (BEFORE,    ["execute", "execute", "drop_column_softly"], "a column that is set aside does not make writes fail"),
]
# fmt: on


@full
@pytest.mark.parametrize("models, wanted, because", NEXT, ids=[row[2] for row in NEXT])
def test_a_new_formula_or_no_column(project, models, wanted, because):
    run(project.url, "DELETE FROM one WHERE a IS NULL")
    revisions = project.migrate(of_text(TWICE))
    project.upgrade()
    run(project.url, "UPDATE one SET a = a")
    was, triggers = fingerprint(project.url), query(project, TRIGGER)
    written = project.migrate(of_text(models))
    assert [name for text in written for name in calls(text)] == wanted, because
    for _ in range(2):
        project.upgrade()
        run(project.url, "INSERT INTO one (id, a) VALUES (9, 9)", "DELETE FROM one WHERE id = 9")
        assert project.migrate(of_text(models)) == []
        project.downgrade(revision_of(revisions[-1]))
        run(project.url, "UPDATE one SET a = a")
        assert (fingerprint(project.url), query(project, TRIGGER)) == (was, triggers), because


@full
def test_a_column_of_the_formula_gets_another_name(project):
    revisions = project.migrate(of_text(TWICE))
    project.upgrade()
    run(project.url, "UPDATE one SET a = a")
    was, triggers = fingerprint(project.url), query(project, TRIGGER)
    renamed = {"one": STORED.format("n * 2", "").replace("'a'", "'n'")}
    written = project.migrate(of_text(renamed), rename=("one.a=n",))
    assert [calls(text) for text in written] == [["alter_column", "execute"], ["backfill"]]
    assert "op.alter_column('one', 'a', new_column_name='n')" in written[0]
    project.upgrade()
    run(project.url, "UPDATE one SET n = 8 WHERE id = 1")
    assert query(project, "SELECT n, twice FROM one WHERE id = 1") == [(8, 16)]
    assert project.migrate(of_text(renamed)) == []
    run(project.url, "UPDATE one SET n = 1 WHERE id = 1")
    project.downgrade(revision_of(revisions[-1]))
    assert (fingerprint(project.url), query(project, TRIGGER)) == (was, triggers)


def test_its_own_name_stays(project):
    project.migrate(of_text(TWICE))
    project.upgrade()
    renamed = {"one": STORED.format("a * 2", "").replace("twice", "double")}
    with pytest.raises(NothingToRename, match="trigger zy_twice_stored computes it"):
        project.migrate(of_text(renamed), rename=("one.twice=double",))

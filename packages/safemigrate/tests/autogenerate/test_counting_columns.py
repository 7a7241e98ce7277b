"""A new identity column: no number is used twice, through upgrade, downgrade and upgrade."""

import psycopg

from tests.autogenerate.project_here import Project, revision_of
from tests.autogenerate.random_models import of_text
from tests.autogenerate.test_random_models import run
from tiers import full

BEFORE = {"one": "Column('a', Integer)"}
COUNTED = {"one": "Column('a', Integer), Column('n', Integer, Identity(start=5, increment=2))"}
ADD = "INSERT INTO one SELECT count(*) + 1 FROM one"


def numbers(project):
    with psycopg.connect(project.url) as connection:
        return [n for (n,) in connection.execute("SELECT n FROM one ORDER BY n")]


@full
def test_an_identity_goes_on_where_the_filling_ended(tmp_path, database):
    project = Project(tmp_path / "migrations", database)
    project.migrate(of_text(BEFORE))
    project.upgrade()
    run(project.url, ADD, ADD)
    steps = [revision_of(text) for text in project.migrate(of_text(COUNTED))]
    project.upgrade()
    run(project.url, ADD)
    assert numbers(project) == [5, 7, 9]
    project.downgrade(steps[-2])
    run(project.url, ADD)
    assert numbers(project) == [5, 7, 9, 11], "the sequence continues where the identity ended"
    project.upgrade()
    run(project.url, ADD)
    assert numbers(project) == [5, 7, 9, 11, 13]

"""Random models and changes: upgrade, downgrade and upgrade restore schema and rows."""

import os
from contextlib import contextmanager
from uuid import uuid4

import psycopg
from hypothesis import HealthCheck, Phase, given, settings

from tests.autogenerate.project_here import Project, revision_of
from tests.autogenerate.random_models import declare, followed, rows, schemas
from tests.execute.shop import FINGERPRINT
from tiers import full

EXAMPLES = int(os.environ.get("RANDOM_MODELS", "60"))  # RANDOM_MODELS: others in each run
TYPES = "SELECT 'type ' || typname FROM pg_type WHERE typtype = 'e' ORDER BY 1"
SEQUENCES = """SELECT sequencename, data_type::text, start_value, min_value, max_value, increment_by, cycle,
cache_size FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"""
TABLES = """SELECT oid::regclass::text FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"""


def run(url, *statements):
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def fingerprint(url):
    """Return catalogue and rows as text."""
    with psycopg.connect(url) as connection:
        lines = [row for (row,) in connection.execute(FINGERPRINT)]
        lines += [row for (row,) in connection.execute(TYPES)]
        lines += [str(row) for row in connection.execute(SEQUENCES)]
        for (table,) in connection.execute(TABLES).fetchall():
            order = connection.execute(
                f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY 1"
            ).fetchall()
            lines += [f"row of {table}: {row}" for (row,) in order]
    return lines


@contextmanager
def emptied(postgres):
    name = f"test_{uuid4().hex}"
    postgres.create_database(name)
    try:
        yield postgres.url(name)
    finally:
        postgres.drop_database(name)


def drawn(examples: int):
    """Return a decorator: a test gets so many pairs of models, the same ones in each run."""
    return settings(
        max_examples=examples,
        derandomize="RANDOM_MODELS" not in os.environ,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@drawn(2)
@given(before=schemas(), after=schemas())
def test_up_down_and_up_again(postgres, tmp_path_factory, before, after):
    up_down_and_up_again(postgres, tmp_path_factory, before, after)


@full
@drawn(EXAMPLES)
@given(before=schemas(), after=schemas())
def test_up_down_and_up_again_many_times(postgres, tmp_path_factory, before, after):
    up_down_and_up_again(postgres, tmp_path_factory, before, after)


def up_down_and_up_again(postgres, tmp_path_factory, before, after):
    with emptied(postgres) as url:
        project = Project(tmp_path_factory.mktemp("project") / "migrations", url)
        up_down_up(project, before, followed(before, after))


def up_down_up(project, before, after):
    url = project.url
    first = project.migrate(lambda metadata: declare(before, metadata))
    project.upgrade()
    run(url, *rows(before))
    first_state = fingerprint(url)
    written = project.migrate(lambda metadata: declare(after, metadata))
    project.upgrade()
    second_state = fingerprint(url)
    nothing = project.migrate(lambda metadata: declare(after, metadata))
    assert nothing == [], "autogenerate finds no further difference"
    if written:
        project.downgrade(revision_of(first[-1]))
        assert fingerprint(url) == first_state, "after the downgrade"
        project.upgrade()
        assert fingerprint(url) == second_state, "and up again"

"""Each change made by hand is named by its sentence, and nothing else is."""

import psycopg
import pytest

from safemigrate.drift.catalogue import read
from safemigrate.drift.compare import differences, told
from safemigrate.drift.repair import both_ways
from safemigrate.drift.sentences import sentence
from safemigrate.plan.fingerprint import fingerprint
from tests.safemigrate.drift.cases import CHANGES, ROLES, SCHEMA

VERSIONS = "public.alembic_version"
READ = []  # the untouched catalogue, read once by each worker


def untouched(url):
    with psycopg.connect(url) as connection:
        connection.execute(ROLES)
        connection.execute(SCHEMA)


@pytest.fixture
def expected(clone_of):
    if READ:
        return READ[0]
    with psycopg.connect(clone_of(untouched), autocommit=True) as connection:
        READ.append(read(connection, VERSIONS))
    return READ[0]


def sentences(live, expected):
    return [sentence(each) for each in told(differences(live, expected), live, expected)]


@pytest.mark.parametrize("change, said, because", CHANGES)
def test_a_change_is_named(clone_of, expected, change, said, because):
    with psycopg.connect(clone_of(untouched), autocommit=True) as connection:
        connection.execute(change)
        live = read(connection, VERSIONS)
    assert sentences(live, expected) == [said], because


@pytest.mark.parametrize("change, said, because", CHANGES)
def test_a_change_is_undone_and_made_elsewhere(clone_of, expected, change, said, because):
    with psycopg.connect(clone_of(untouched), autocommit=True) as connection:
        before = fingerprint(connection)
        connection.execute(change)
        changed = fingerprint(connection)
        live = read(connection, VERSIONS)
        left = told(differences(live, expected), live, expected)
        make, undo = both_ways(left, live, expected)
        for statement in undo:
            connection.execute(statement)
        assert sentences(read(connection, VERSIONS), expected) == [], because
        assert fingerprint(connection) == before
        if "indisvalid" in change:
            return  # nobody wants an index that is not valid elsewhere, too
        for statement in make:
            connection.execute(statement)
        assert sentences(read(connection, VERSIONS), live) == [], because
        assert fingerprint(connection) == changed


def test_nothing_is_said_of_an_untouched_database(clone_of, expected):
    with psycopg.connect(clone_of(untouched), autocommit=True) as connection:
        connection.execute("INSERT INTO parent (code) VALUES ('a'); ANALYZE")
        assert sentences(read(connection, VERSIONS), expected) == []

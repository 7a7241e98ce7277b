"""Each change made by hand is reported with its sentence, and nothing else is."""

from dataclasses import replace

import psycopg
import pytest

from safemigrate.catalogue import read
from safemigrate.catalogue.comparison import differences, main_differences
from safemigrate.catalogue.fingerprint import fingerprint
from safemigrate.state.drift.live import Sides
from safemigrate.state.drift.repair import both_ways, only_here
from safemigrate.state.drift.sentences import sentence
from tests.drift.cases import CHANGES, ROLES, SCHEMA

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
    return [
        sentence(difference)
        for difference in main_differences(differences(live, expected), live, expected)
    ]


@pytest.mark.parametrize("change, expected_sentence, because", CHANGES)
def test_a_change_is_named(clone_of, expected, change, expected_sentence, because):
    with psycopg.connect(clone_of(untouched), autocommit=True) as connection:
        connection.execute(change)
        live = read(connection, VERSIONS)
    assert sentences(live, expected) == [expected_sentence], because


def sides_of(connection, live, expected, server=0):
    """Return the sides as `db drift` has them; a server that is added to makes it another one."""
    [system] = connection.execute("SELECT system_identifier FROM pg_control_system()").fetchone()
    return Sides(connection.info.dbname, system + server, (), live, expected)


def test_what_reverts_does_nothing_in_another_database(clone_of, expected):
    with psycopg.connect(clone_of(untouched), autocommit=True) as connection:
        for sides in (
            sides_of(connection, expected, expected, server=1),
            replace(sides_of(connection, expected, expected), database="other"),
        ):
            connection.execute(only_here("DROP TABLE old", sides))
        assert sentences(read(connection, VERSIONS), expected) == []
        connection.execute(only_here("DROP TABLE old", sides_of(connection, expected, expected)))
        assert sentences(read(connection, VERSIONS), expected) != []


@pytest.mark.parametrize("change, expected_sentence, because", CHANGES)
def test_a_change_is_undone_and_made_elsewhere(
    clone_of, expected, change, expected_sentence, because
):
    with psycopg.connect(clone_of(untouched), autocommit=True) as connection:
        before = fingerprint(connection)
        connection.execute(change)
        changed = fingerprint(connection)
        live = read(connection, VERSIONS)
        changes = main_differences(differences(live, expected), live, expected)
        make, undo = both_ways(changes, live, expected)
        for statement in undo:
            connection.execute(only_here(statement, sides_of(connection, live, expected)))
        assert sentences(read(connection, VERSIONS), expected) == [], because
        assert fingerprint(connection) == before
        if "indisvalid" in change:
            return  # an invalid index is not created elsewhere
        for statement in make:
            connection.execute(statement)
        assert sentences(read(connection, VERSIONS), live) == [], because
        assert fingerprint(connection) == changed


def test_an_untouched_database_has_not_drifted(clone_of, expected):
    with psycopg.connect(clone_of(untouched), autocommit=True) as connection:
        connection.execute("INSERT INTO parent (code) VALUES ('a'); ANALYZE")
        assert sentences(read(connection, VERSIONS), expected) == []

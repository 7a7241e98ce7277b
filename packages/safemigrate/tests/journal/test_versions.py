"""The schema _migrate of every earlier version is read, and upgraded with its rows kept."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine

from safemigrate.journal import schema
from safemigrate.journal.sources import kept_sources
from safemigrate.postgres.session import Session
from tests.execute.shop import CREATE_PERSON, Shop, make_shop

VERSIONS = [str(number) for number in range(1, int(schema.VERSION) + 1)]

# `TABLES` has these columns now; the version 4 that was released did not.
OF_VERSION_4 = "ALTER TABLE _migrate.backfill_batch DROP COLUMN share, DROP COLUMN shares"

RUN = """
INSERT INTO _migrate.history (version_table, revision, direction, actor, host, result, finished)
VALUES ('alembic_version', 'r1', 'upgrade', 'ann', 'desk', 'done', clock_timestamp())
"""
STEP = """
INSERT INTO _migrate.steps (history, step, sql, sql_hash, values_hash, follows_read, state)
VALUES (1, 1, 'CREATE TABLE person ()', 'a', 'b', false, 'done')
"""
SOURCE = """
INSERT INTO _migrate.sources (version_table, revision, follows, file, sha256, source)
VALUES ('alembic_version', 'r1', '{}', 'r1_made.py', 'c', 'the source of r1')
"""
COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity
FROM information_schema.columns WHERE table_schema = '_migrate' ORDER BY 1, 2
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = '_migrate'::regnamespace AND contype <> 'n' ORDER BY 1, 2
"""


@contextmanager
def session_on(url: str) -> Iterator[Session]:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    session = Session(engine)
    try:
        yield session
    finally:
        session.close()
        engine.dispose()


def make_version(session: Session, version: str) -> None:
    """Create the schema as that version created it, with a run, its step and its file."""
    session.rows(schema._MAKE)
    for earlier in VERSIONS[: VERSIONS.index(version)]:
        session.rows(schema._AFTER[earlier])
    if version == "4":
        session.rows(OF_VERSION_4)
    assert session.value(schema._VERSION) == version
    session.rows(RUN)
    session.rows(STEP)
    if version >= "2":
        session.rows(SOURCE)


def contents(session: Session) -> list[list[tuple]]:
    """Return the rows in the columns that every version has."""
    return [
        session.rows("SELECT id, revision, direction, result, actor, host FROM _migrate.history"),
        session.rows("SELECT history, step, sql, state, row_count FROM _migrate.steps"),
    ]


def catalogue(session: Session) -> list[tuple]:
    return session.rows(COLUMNS) + session.rows(CONSTRAINTS)


@pytest.fixture
def shop(tmp_path, database, commands) -> Shop:
    """A project whose revision r1 is recorded as applied."""
    shop = make_shop(tmp_path / "shop", database, commands)
    shop.revision("r1", upgrade=CREATE_PERSON)
    shop.rows("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)")
    shop.rows("INSERT INTO alembic_version VALUES ('r1')")
    return shop


@pytest.mark.parametrize("version", VERSIONS)
def test_a_schema_of_each_version_is_read(shop, version):
    with session_on(shop.url) as session:
        make_version(session, version)
        assert schema.has_schema(session)
        assert list(kept_sources(session, "alembic_version")) == (["r1"] if version >= "2" else [])
        status, history = shop.db("status"), shop.db("history", "--audit")
        assert (status.status, history.status) == (0, 0), (status, history)
        assert "Database at   r1\n" in status.stdout
        assert "upgrade r1: done" in " ".join(status.stdout.split())
        assert history.stdout.endswith("by ann@desk\n")
        assert session.value(schema._VERSION) == version, "a command that reads changes nothing"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_schema_of_each_version_becomes_the_newest_with_its_rows(postgres, database, version):
    postgres.create_database(f"{database.rpartition('/')[2]}_new")
    new = f"{database}_new"
    try:
        with session_on(database) as session, session_on(new) as new_session:
            make_version(session, version)
            before = contents(session)
            assert schema.make_schema(session) is None
            assert schema.make_schema(new_session) is None
            assert session.value(schema._VERSION) == schema.VERSION
            assert contents(session) == before
            sources = kept_sources(session, "alembic_version")
            assert [s.source for s in sources.values()] == ["the source of r1"][: version >= "2"]
            assert catalogue(session) == catalogue(new_session)
    finally:
        postgres.drop_database(new.rpartition("/")[2])


def test_an_upgrade_continues_in_a_schema_of_version_1(shop):
    with session_on(shop.url) as session:
        make_version(session, "1")
        shop.revision("r2", "r1", upgrade='op.execute("CREATE TABLE pet ()")')
        outcome = shop.db("upgrade")
        assert outcome.status == 0, outcome
        assert session.value(schema._VERSION) == schema.VERSION
        assert session.rows("SELECT revision, result FROM _migrate.history ORDER BY id") == [
            ("r1", "done"),
            ("r2", "done"),
        ]
        assert list(kept_sources(session, "alembic_version")) == ["r2"]


def test_a_schema_of_an_unknown_version_is_refused(database):
    with session_on(database) as session:
        schema.make_schema(session)
        session.rows("UPDATE _migrate.meta SET value = '9'")
        for question in (schema.has_schema, schema.make_schema):
            with pytest.raises(schema.UnknownJournal) as stopped:
                question(session)
            assert str(stopped.value) == (
                "The schema _migrate of this database has version 9, but this safemigrate supports "
                f"versions 1 to {schema.VERSION}. Nothing was run. Upgrade safemigrate."
            )
        assert session.value(schema._VERSION) == "9"

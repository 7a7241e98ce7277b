"""The first migration builds what the models say, and takes all of it away again."""

from ast import literal_eval
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy.schema import CreateIndex, CreateTable

import safemigrate
from levy.db import db
from levy.store.partitions import make_partitions
from tests.levy.catalogue import catalogue
from tests.levy.conftest import application

PARTS = ["schemas", "tables", "columns", "constraints", "indexes", "triggers", "functions"]


@pytest.fixture
def empty(database: str) -> Iterator[Flask]:
    """Return the application on an empty database."""
    app = application(database)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_autogenerate_finds_nothing(app):
    assert differences() == []


def test_autogenerate_takes_no_partition_for_a_table(app):
    make_partitions(1, year=2025)
    db.session.commit()
    assert differences() == []


def differences() -> list[object]:
    with db.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        return compare_metadata(context, db.metadata)


def test_up_down_up_is_the_same_schema(empty, database):
    nothing = catalogue(database)
    safemigrate.upgrade()
    first = catalogue(database)
    safemigrate.downgrade(revision="base")
    assert catalogue(database) == nothing
    safemigrate.upgrade()
    assert catalogue(database) == first
    assert {part for part in PARTS if first[part] != nothing[part]} == set(PARTS)


def test_downgrade_takes_partitions_with_it(empty, database):
    nothing = catalogue(database)
    safemigrate.upgrade()
    make_partitions(1, year=2025)
    db.session.commit()
    safemigrate.downgrade(revision="base")
    assert catalogue(database) == nothing


@pytest.mark.parametrize("part", ["columns", "constraints", "indexes"])
def test_migration_builds_what_the_models_say(empty, database, part):
    """Compare in PostgreSQL's own words: autogenerate does not look at a CHECK."""
    with db.engine.begin() as connection:
        for table in db.metadata.sorted_tables:
            connection.execute(CreateTable(table))
            for index in table.indexes:
                connection.execute(CreateIndex(index))
    of_models = as_models_say(catalogue(database)[part])
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    safemigrate.upgrade()
    assert as_models_say(catalogue(database)[part]) == of_models


def as_models_say(rows: list[str]) -> list[tuple[object, ...]]:
    """Return a part of a catalogue without what its history decides.

    A column that changed while people worked lies behind the others, and a NOT NULL keeps the
    name that PostgreSQL gave it.
    """
    return sorted((_as_models_say(literal_eval(row)) for row in rows), key=str)


def _as_models_say(fact: tuple[object, ...]) -> tuple[object, ...]:
    if len(fact) > 2 and (isinstance(fact[1], int) or str(fact[2]).startswith("NOT NULL")):
        return (fact[0], *fact[2:])
    return fact

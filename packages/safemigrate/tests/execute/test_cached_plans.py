"""Prepared statements of the application survive a changed column type."""

from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text
from sqlalchemy.exc import NotSupportedError

from safemigrate import SafeMigrate

ASK = text("SELECT n FROM counted WHERE n = :n")


@pytest.fixture
def table(database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE counted (n int)")
        connection.execute("INSERT INTO counted VALUES (1)")
        yield connection


def prepare(connection) -> None:
    for _ in range(7):
        assert connection.execute(ASK, {"n": 1}).scalar() == 1
        connection.commit()


def change_type(table) -> None:
    table.execute("ALTER TABLE counted ALTER COLUMN n TYPE bigint")


def mounted(url: str, **settings: object):
    app, db = Flask("shop"), SQLAlchemy()
    app.config["SQLALCHEMY_DATABASE_URI"] = url.replace("postgresql:", "postgresql+psycopg:")
    db.init_app(app)
    SafeMigrate(app, db, **settings)
    with app.app_context():
        return db.engine


def test_the_first_statement_of_a_transaction_is_run_again(database, table):
    engine = mounted(database)
    with engine.connect() as connection:
        prepare(connection)
        change_type(table)
        for _ in range(3):
            assert connection.execute(ASK, {"n": 1}).scalar() == 1
            connection.commit()
    engine.dispose()


def test_and_so_is_one_in_autocommit(database, table):
    engine = mounted(database)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        prepare(connection)
        change_type(table)
        assert connection.execute(ASK, {"n": 1}).scalar() == 1
        prepare(connection)
    engine.dispose()


def test_later_in_a_transaction_it_fails_once_and_the_next_transaction_works(database, table):
    engine = mounted(database)
    with engine.connect() as connection:
        prepare(connection)
        connection.execute(text("SELECT 1"))
        change_type(table)
        with pytest.raises(NotSupportedError, match="cached plan"):
            connection.execute(ASK, {"n": 1})
        connection.rollback()
        assert connection.execute(ASK, {"n": 1}).scalar() == 1
    engine.dispose()


def test_without_the_guard_autocommit_fails_for_ever(database, table):
    engine = mounted(database, heal_cached_plans=False)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        prepare(connection)
        change_type(table)
        for _ in range(3):
            with pytest.raises(NotSupportedError, match="cached plan"):
                connection.execute(ASK, {"n": 1})
    engine.dispose()


def test_engines_that_are_made_after_the_extension_are_guarded_too(database, table):
    app, db = Flask("shop"), SQLAlchemy()
    app.config["SQLALCHEMY_DATABASE_URI"] = database.replace("postgresql:", "postgresql+psycopg:")
    SafeMigrate(app, db)
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    with engine.connect() as connection:
        prepare(connection)
        change_type(table)
        assert connection.execute(ASK, {"n": 1}).scalar() == 1
    engine.dispose()

"""An application on a migrated PostgreSQL of the test's own."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

import safemigrate
from levy.app import create_app
from levy.config import Settings, psycopg_url
from levy.db import db
from levy.kinds import Environment


def application(url: str) -> Flask:
    return create_app(Settings(Environment.TESTING, psycopg_url(url), "a key of the tests alone"))


def migrated(url: str) -> None:
    """Bring an empty database to the head; it becomes the template of every test's database."""
    with application(url).app_context():
        safemigrate.upgrade()
        db.engine.dispose()


@pytest.fixture
def app(clone_of: Callable[[Callable[[str], None]], str]) -> Iterator[Flask]:
    """Return the application, with its context pushed, on a migrated database without rows."""
    app = application(clone_of(migrated))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()

"""The application: which database it uses, and what it never does."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

import levy.app
from levy.app import create_app
from levy.config import Settings
from levy.db import db
from levy.errors import SettingsRefused
from levy.kinds import Environment

ROOT = Path(__file__).parents[2]


def test_database_knows_who_asks(app):
    assert db.session.scalar(text("SHOW application_name")) == "levy"


def test_connection_that_died_in_the_pool_costs_nobody_an_error(app):
    pooled = db.session.scalar(text("SELECT pg_backend_pid()"))
    db.session.remove()
    other = create_engine(db.engine.url, poolclass=NullPool)
    with other.connect() as connection:
        ended = text("SELECT pg_terminate_backend(:pooled, 10000)")
        assert connection.scalar(ended, {"pooled": pooled})
    assert db.session.scalar(text("SELECT pg_backend_pid()")) != pooled


def test_database_that_does_not_answer_is_not_awaited_for_ever(monkeypatch):
    monkeypatch.setattr(levy.app, "CONNECT_TIMEOUT", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql+psycopg://nobody@127.0.0.1:{silent.getsockname()[1]}/none"
        app = create_app(Settings(database_url=url))
        with app.app_context(), pytest.raises(OperationalError, match="timeout"):
            db.session.scalar(text("SELECT 1"))


def test_settings_reach_those_who_serve_and_sign():
    url = "postgresql+psycopg://nobody@127.0.0.1/none"
    config = create_app(Settings(database_url=url, secret_key="k", port=8080)).config
    assert (config["PORT"], config["SECRET_KEY"]) == (8080, "k")


def test_mistakes_in_the_environment_stop_it(monkeypatch):
    monkeypatch.setenv("LEVY_ENV", "prod")
    with pytest.raises(SettingsRefused):
        create_app()


@pytest.mark.parametrize(
    "environment, name",
    [(Environment.TESTING, "levy_testing"), (Environment.DEVELOPMENT, "levy")],
)
def test_without_an_address_it_has_a_postgresql_of_its_own(
    tmp_path, monkeypatch, environment, name
):
    monkeypatch.setenv("PGSSLMODE", "require")  # meant for a server elsewhere
    app = create_app(Settings(environment, data=tmp_path / "with a space"))
    with app.app_context():
        assert db.session.scalar(text("SELECT current_database()")) == name
        db.session.remove()
        db.engine.dispose()
    assert (tmp_path / "with a space" / "postgresql").is_dir()


def test_session_is_sent_over_https_only_in_production():
    url = "postgresql+psycopg://nobody@127.0.0.1/none"
    secure = {
        each: create_app(Settings(each, url, "k")).config["SESSION_COOKIE_SECURE"]
        for each in Environment
    }
    assert [each for each in Environment if secure[each]] == ["staging", "production"]


def test_start_does_not_wait_for_what_it_does_not_need():
    """Neither Alembic nor the private PostgreSQL is loaded before a command asks for it."""
    program = (
        "import sys; from levy.app import create_app; from levy.config import Settings;"
        "create_app(Settings(database_url='postgresql+psycopg://nobody@127.0.0.1/none'));"
        "print([name for name in ('alembic', 'localpg', 'psycopg', 'numpy', 'rich') "
        "if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() in {"[]", "['psycopg']"}

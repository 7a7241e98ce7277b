"""The application: its settings, its database, its tables and its migrations.

No table is ever made here: `python migrate.py upgrade` makes them.
"""

from pathlib import Path

from flask import Flask

from levy import models
from levy.config import Settings, psycopg_url, settings_from
from levy.db import db
from levy.errors import DatabaseUnreachable
from levy.web.blueprint import create_blueprint
from safemigrate import SafeMigrate

__all__ = ["create_app", "models"]  # the migrations see a table only when its model is imported

MIGRATIONS = Path(__file__).parent.parent / "migrations"
CONNECT_TIMEOUT = 10  # seconds until a database that does not answer is called down


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application; SettingsRefused when its settings have mistakes.

    settings  what to run with; None reads the environment
    """
    settings = settings or settings_from()
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        PORT=settings.port,
        SESSION_COOKIE_SECURE=settings.environment.protected,
        SESSION_COOKIE_SAMESITE="Lax",
        SAFEMIGRATE_URL_SETTING="DATABASE_URL",
        SQLALCHEMY_DATABASE_URI=settings.database_url or _private_database(settings),
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_pre_ping": True,  # a database that was restarted costs nobody an error
            "connect_args": {"connect_timeout": CONNECT_TIMEOUT, "application_name": "levy"},
        },
    )
    db.init_app(app)
    SafeMigrate(app, db, directory=MIGRATIONS)
    app.register_blueprint(create_blueprint())
    return app


def _private_database(settings: Settings) -> str:
    """Return the address of the application's own PostgreSQL, started and with its database."""
    import localpg  # only here: an application with a database of its own never waits for it

    directory = localpg.user_directory("levy", settings.data and str(settings.data))
    try:
        server = localpg.attach(directory / "postgresql")
        server.create_database(settings.local_database)
        # What PGSSLMODE asks for is meant for another server; this one is the loopback's.
        return psycopg_url(f"{server.url(settings.local_database)}?sslmode=disable")
    except localpg.LocalPostgresError as error:
        raise DatabaseUnreachable(str(error)) from error

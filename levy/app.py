"""The application: its settings, its database, its tables and its migrations.

It never creates tables: `python migrate.py upgrade` does.
"""

from pathlib import Path

from flask import Flask

from levy import models
from levy.config import Settings, psycopg_url, settings_from
from levy.db import db
from levy.errors import DatabaseUnreachable
from levy.web.blueprint import create_blueprint
from safemigrate import SafeMigrate

__all__ = ["create_app", "models"]  # migrations see a table only if its model is imported

MIGRATIONS = Path(__file__).parent.parent / "migrations"
CONNECT_TIMEOUT = 10  # seconds to wait for a database before reporting it as unreachable


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application; raise SettingsRefused if its settings have mistakes.

    settings  None reads them from the environment
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
            "pool_pre_ping": True,  # a database restart causes no errors
            "connect_args": {"connect_timeout": CONNECT_TIMEOUT, "application_name": "levy"},
        },
    )
    db.init_app(app)
    SafeMigrate(app, db, directory=MIGRATIONS)
    app.register_blueprint(create_blueprint())
    return app


def _private_database(settings: Settings) -> str:
    """Start the private PostgreSQL, create its database, and return the database's address."""
    import localpg  # only here: an application with DATABASE_URL does not wait for this import

    directory = localpg.user_directory("levy", settings.data and str(settings.data))
    try:
        server = localpg.attach(directory / "postgresql")
        server.create_database(settings.local_database)
        # PGSSLMODE is meant for other servers; this one listens on the loopback interface only.
        return psycopg_url(f"{server.url(settings.local_database)}?sslmode=disable")
    except localpg.LocalPostgresError as error:
        raise DatabaseUnreachable(str(error)) from error

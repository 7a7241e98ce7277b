"""The settings: read from the environment, checked once at start, and then fixed.

docs/reference/settings.md explains each of them.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from levy.errors import SettingsRefused
from levy.kinds import Environment

PORT = 5000
SECRET_LENGTH = 32
# Values that people copy from a tutorial or leave in an example file.
PLACEHOLDER = re.compile(
    r"change.?me|your.?secret|secret.?key|example|placeholder|development", re.IGNORECASE
)
# Constant, so that a restart does not sign anybody out; production rejects it as a placeholder.
DEVELOPMENT_KEY = "levy-development-key-that-protects-nothing"
SCHEMES = {"postgres", "postgresql", "postgresql+psycopg"}
DRIVER = "postgresql+psycopg"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the application runs, in Python's types.

    database_url  None: the application runs a private PostgreSQL
    data          directory of that PostgreSQL; None: one in the user's data directory
    """

    environment: Environment = Environment.DEVELOPMENT
    database_url: str | None = field(default=None, repr=False)  # it can hold a password
    secret_key: str = field(default="", repr=False)
    port: int = PORT
    data: Path | None = None

    @property
    def local_database(self) -> str:
        """Return the name of the database on the private PostgreSQL; tests use a separate one."""
        return "levy_testing" if self.environment is Environment.TESTING else "levy"


def settings_from(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings; raise SettingsRefused, which lists every mistake, if there are any."""
    environ = os.environ if environ is None else environ
    variables = {name: text.strip() for name, text in environ.items() if text.strip()}
    mistakes: list[str] = []
    environment = _environment(variables.get("LEVY_ENV"), mistakes)
    settings = Settings(
        environment=environment,
        database_url=_database_url(variables.get("DATABASE_URL"), environment, mistakes),
        secret_key=_secret_key(variables.get("SECRET_KEY"), environment, mistakes),
        port=_port(variables.get("PORT"), mistakes),
        data=_data(variables.get("LEVY_DATA"), mistakes),
    )
    if mistakes:
        raise SettingsRefused(mistakes)
    return settings


def _environment(text: str | None, mistakes: list[str]) -> Environment:
    if text is None:
        return Environment.DEVELOPMENT
    try:
        return Environment(text)
    except ValueError:
        *first, last = Environment
        mistakes.append(
            f"LEVY_ENV is {text}, which is not {', '.join(first)} or {last}. "
            "Set it to one of the four, or leave it out for development."
        )
        return Environment.DEVELOPMENT


def _database_url(text: str | None, environment: Environment, mistakes: list[str]) -> str | None:
    if text is None:
        if environment.protected:
            mistakes.append(
                f"DATABASE_URL is not set, and {environment} never creates its own database. "
                "Set it to the address of its PostgreSQL: postgresql://USER:PASSWORD@HOST/DATABASE."
            )
        return None
    # Messages never repeat the address: even a malformed one can hold a password.
    scheme = text.partition(":")[0]
    if ":" in text and scheme not in SCHEMES:
        mistakes.append(
            f"DATABASE_URL begins with {scheme}:, but the application runs on PostgreSQL only. "
            "Set it to postgresql://USER:PASSWORD@HOST/DATABASE."
        )
        return None
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    host = url and (url.host or url.query.get("host"))
    if not (url and host and url.database) or "@" in host:
        mistakes.append(
            "DATABASE_URL does not name a host and a database. "
            "Write it as postgresql://USER:PASSWORD@HOST/DATABASE, with each of @ : / ? # [ ] % in "
            "the password written as %40 %3A %2F %3F %23 %5B %5D %25."
        )
        return None
    return psycopg_url(text)


def psycopg_url(address: str) -> str:
    """Return the address of a PostgreSQL as SQLAlchemy expects it: with the driver's name."""
    return make_url(address).set(drivername=DRIVER).render_as_string(hide_password=False)


def _secret_key(text: str | None, environment: Environment, mistakes: list[str]) -> str:
    if not environment.protected:
        return text or DEVELOPMENT_KEY
    advice = (
        "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))', and keep it: "
        "a new one signs everybody out."
    )
    if text is None:
        mistakes.append(
            f"SECRET_KEY is not set, and {environment} signs its sessions with it. {advice}"
        )
    elif len(text) < SECRET_LENGTH:
        mistakes.append(
            f"SECRET_KEY has {len(text)} characters, and {environment} needs {SECRET_LENGTH}. "
            f"{advice}"
        )
    elif PLACEHOLDER.search(text) or len(set(text)) < SECRET_LENGTH // 4:
        mistakes.append(
            f"SECRET_KEY is a placeholder that anybody could guess; {environment} needs a real "
            f"one. {advice}"
        )
    return text or ""


def _port(text: str | None, mistakes: list[str]) -> int:
    if text is None:
        return PORT
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    mistakes.append(f"PORT is {text}. Set it to a whole number from 1 to 65535.")
    return PORT


def _data(text: str | None, mistakes: list[str]) -> Path | None:
    if text is None:
        return None
    directory = Path(text).expanduser()
    if not directory.is_absolute():
        mistakes.append(
            f"LEVY_DATA is {text}, which depends on the directory that a command runs in. "
            "Set it to an absolute path."
        )
    elif directory.exists() and not directory.is_dir():
        mistakes.append(f"LEVY_DATA is {text}, which is a file. Set it to a directory.")
    return directory

"""The messages for database errors: failed connections and failed statements.

https://www.postgresql.org/docs/current/errcodes-appendix.html
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from safemigrate.postgres.address import NotConnected
from safemigrate.postgres.sqlstate import sqlstate
from safemigrate.project.sentences.file_sentences import what_remains
from safemigrate.project.sentences.place import address, spot, url_setting

SETTING = "{setting}"  # the setting to correct; an application may name it (`url_setting`)

# libpq's messages; it has no error codes for failed connections.
_DOWN = "Connection refused|could not translate host|not known|time(d )?out|No route|No such file"
CONNECTION_ADVICE = {
    _DOWN: "No database answers at {server} (database {database}, user {user}). "
    f"Start it, or correct {SETTING}.",
    "password authentication failed|no password supplied": (
        f"The server at {{server}} refused the password of user {{user}}. Correct {SETTING}."
    ),
    'database ".*" does not exist': (
        "The server at {server} has no database {database}. Create it (createdb {database}), or "
        f"correct {SETTING}."
    ),
    'role ".*" does not exist': (
        f"The server at {{server}} has no user {{user}}. Create it, or correct {SETTING}."
    ),
    "permission denied for database": (
        "User {user} may not connect to database {database} at {server}. Have its owner GRANT "
        f"CONNECT, or correct {SETTING}."
    ),
    "too many connections for role": (
        "User {user} has as many connections to {server} as its CONNECTION LIMIT allows. Close "
        "some, or raise the limit, then run the command again."
    ),
    "too many connections for database": (
        "Database {database} at {server} has as many connections as its CONNECTION LIMIT allows. "
        "Close some, or raise the limit, then run the command again."
    ),
    "too many clients|remaining connection slots": (
        "The server at {server} has no free connection. Close some, then run the command again."
    ),
    "starting up|shutting down|recovery mode": (
        "The server at {server} is starting or stopping. Run the command again in a moment."
    ),
}

STATEMENT_ADVICE = {
    "22004": "Give the rows a value first.",
    "23502": "Give those rows a value first, or the column a server_default.",
    "23503": "Correct the rows that reference missing rows first.",
    "23505": "Remove the duplicate rows first.",
    "23514": "Correct the rows that violate the constraint first.",
    "25006": "The server is read-only (such as a standby): use the primary's address.",
    "40001": "Another session changed the same rows: run the command again.",
    "40P01": "Deadlock with another session: run the command again.",
    "42501": "Run the command as the owner, or have the owner GRANT the privilege.",
    "42701": "Something outside the migrations added the column, or an earlier run stopped midway.",
    "42710": "Something outside the migrations created it, or a downgrade left it behind.",
    "42P07": "Something outside the migrations (such as create_all) created it: drop it, or stamp.",
    "53100": "The server's disk is full: free some space first.",
    "53300": "A limit of connections is reached: close some, or raise the limit.",
    "55P03": "Another session holds the lock (see pg_stat_activity): run the command again later.",
    "57014": "A timeout or a person canceled the statement.",
    "57P01": "The server ended the session: run the command again when the server is back.",
}


def sentence(error: Exception) -> str | None:
    """Return the message for an error from SQLAlchemy or the driver, or None for other errors."""
    if isinstance(error, ArgumentError | NoSuchModuleError):
        return f"The database's address is invalid: {error}. Correct {url_setting()}."
    if isinstance(error, NotConnected):
        parts = error.address.parts
        server = _server(parts.get("host"), parts.get("port"))
        return _not_connected(str(error), server, error.address.name, parts.get("user"))
    if not isinstance(error, DBAPIError):
        return None
    if error.statement is None and isinstance(error, OperationalError):
        url = address()
        if url is None:
            return _not_connected(str(error.orig), "the server", None, None)
        server = _server(url.host, url.port)
        return _not_connected(str(error.orig), server, url.database, url.username)
    return _statement_failed(error)


def _server(host: str | None, port: object) -> str:
    return f"{host or 'localhost'}:{port or 5432}"


def _not_connected(message: str, server: str, database: str | None, user: str | None) -> str:
    parts = {"server": server, "database": database, "user": user, "setting": url_setting()}
    for pattern, advice in CONNECTION_ADVICE.items():
        if re.search(pattern, message):
            return advice.format(**parts)
    reason = " ".join(message.split())
    return f"Cannot connect to the database at {server}: {reason}. Correct {url_setting()}."


def _statement_failed(error: DBAPIError) -> str:
    location = spot(error)
    subject = location if location and location.revision else "The command"
    statement = (error.statement or "").strip() or "(no statement)"
    diag: Any = getattr(error.orig, "diag", None)
    messages = {
        "The database said": getattr(diag, "message_primary", None) or str(error.orig),
        "Detail": getattr(diag, "message_detail", None),
        "Hint": getattr(diag, "message_hint", None),
    }
    return "\n".join(
        [
            f"{subject} stopped at: {statement.splitlines()[0].strip()}",
            *(f"{name}: {text}" for name, text in messages.items() if text),
            what_remains(error)
            + STATEMENT_ADVICE.get(sqlstate(error) or "", "Correct it and run the command again."),
        ]
    )

"""Redirects every connection to the real database to its clone while a plan runs.

The project's own env.py still opens the connection in its own way.  Its parameters are replaced
before the driver connects, so old env.py files work and none can reach another database.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Pool, event
from sqlalchemy.engine import Engine

from safemigrate.clone.clone import Clone, set_as_source
from safemigrate.clone.clone_errors import OtherDatabaseReached, OtherDriver
from safemigrate.clone.on_clone import rows_are_elsewhere

# Prefixes of libpq parameters that apply to one server only.
_SERVERS_OWN = ("ssl", "gss", "host", "port", "user", "pass", "service", "channel", "target")


@contextmanager
def redirected(clone: Clone) -> Iterator[None]:
    """Send this thread's connections to the clone."""
    thread = threading.get_ident()

    def connecting(dialect: Any, record: Any, cargs: list[Any], cparams: dict[str, Any]) -> None:
        if threading.get_ident() == thread and _asks_for(clone, cparams):
            _send_to(clone, cparams)

    def connected(connection: Any, record: Any) -> None:
        if threading.get_ident() == thread:
            refuse_others(clone, connection)
            autocommit, connection.autocommit = connection.autocommit, True
            set_as_source(clone, connection)
            connection.autocommit = autocommit

    event.listen(Engine, "do_connect", connecting)
    event.listen(Pool, "connect", connected)
    try:
        with rows_are_elsewhere():
            yield
    finally:
        event.remove(Engine, "do_connect", connecting)
        event.remove(Pool, "connect", connected)


def refuse_others(clone: Clone, connection: Any) -> None:
    """Raise OtherDatabaseReached for a connection that is not the clone's."""
    if not isinstance(connection, psycopg.Connection):
        raise OtherDriver(type(connection).__module__.partition(".")[0])
    if connection.info.dbname != clone.address.name:
        raise OtherDatabaseReached(connection.info.dbname, clone.address.name)


def _asks_for(clone: Clone, cparams: dict[str, Any]) -> bool:
    source = clone.source.parts
    return all(
        str(cparams.get(word) or source.get(word)) == str(source.get(word))
        for word in ("host", "port", "dbname")
    )


def _send_to(clone: Clone, cparams: dict[str, Any]) -> None:
    if clone.address != clone.source.database(clone.address.name):
        for word in [word for word in cparams if word.startswith(_SERVERS_OWN)]:
            del cparams[word]
        cparams.update(clone.address.parts)
    cparams["dbname"] = clone.address.name

"""Repairs connections whose prepared statements a migration has made unusable.

psycopg prepares a statement after five executions.  Once a column's type has changed, PostgreSQL
rejects that statement on that connection: "cached plan must not change result type".
If the statement is outside a transaction or the first one in it, the prepared statements are
discarded and the statement runs again.  Later in a transaction nothing can be repeated: the
rollback discards them, and the next transaction works.
https://www.psycopg.org/psycopg3/docs/advanced/prepare.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from safemigrate.execute.gated import GATED

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy import Engine

CHANGED = "cached plan must not change result type"
FEATURE_NOT_SUPPORTED = "0A000"


def heal_engines(app: Flask, db: Any) -> None:
    """Let an application's connections survive a changed column type.

    Its engines may not exist yet, so they are looked up when the application is first used.
    """
    from flask import appcontext_pushed

    def heal(sender: Flask, **_: Any) -> None:
        appcontext_pushed.disconnect(heal, app)
        for engine in (getattr(db, "engines", None) or {None: db.engine}).values():
            heal_cached_plans(engine)

    appcontext_pushed.connect(heal, app, weak=False)


def heal_cached_plans(engine: Engine) -> None:
    """Let one engine's connections survive a changed column type."""
    from sqlalchemy import event

    if engine.dialect.driver == "psycopg":  # psycopg2 prepares no statements automatically
        event.listen(engine, "do_execute", _execute)


def _execute(cursor: Any, statement: str, parameters: Any, context: Any) -> bool | None:
    if GATED and id(context.root_connection) in GATED:
        return None
    run: Callable[..., None] = context.dialect.do_execute
    connection = cursor.connection
    is_first = connection.info.transaction_status.name == "IDLE"
    try:
        run(cursor, statement, parameters, context)
    except connection_errors() as error:
        if error.sqlstate != FEATURE_NOT_SUPPORTED or CHANGED not in str(error) or not is_first:
            raise
        connection.rollback()  # discards psycopg's prepared statements; nothing else was done
        connection.execute("DEALLOCATE ALL")  # in autocommit the rollback did nothing
        if not connection.autocommit:
            connection.rollback()
        run(cursor, statement, parameters, context)
    return True


def connection_errors() -> type[Any]:
    """Return psycopg's error class; called only in applications that use psycopg."""
    import psycopg

    return psycopg.errors.FeatureNotSupported

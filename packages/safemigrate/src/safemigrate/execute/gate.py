"""Intercepts every statement of a revision, so that it can be watched, recorded or skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from safemigrate.execute.gated import GATED

Execute = Callable[[], None]
Pass = Callable[[Any, str, Any, Any, Execute], None]


@contextmanager
def gate(connection: Connection, let_pass: Pass) -> Iterator[None]:
    """Pass every statement of a connection to a function, which executes it or does not.

    SQLAlchemy has these events per dialect; statements of other connections are not affected.
    https://docs.sqlalchemy.org/en/latest/core/events.html#sqlalchemy.events.DialectEvents
    """
    dialect = connection.dialect

    def listener(original: Callable[..., None]) -> Callable[..., bool | None]:
        def listen(cursor: Any, statement: str, *values_and_context: Any) -> bool | None:
            *values, context = values_and_context
            if context is None or context.root_connection is not connection:
                return None

            def execute() -> None:
                original(cursor, statement, *values, context)

            let_pass(cursor, statement, values, context, execute)
            return True

        return listen

    listeners = {
        "do_execute": listener(dialect.do_execute),
        "do_executemany": listener(dialect.do_executemany),
        "do_execute_no_params": listener(dialect.do_execute_no_params),
    }
    for name, listen in listeners.items():
        event.listen(dialect, name, listen)
    GATED.add(id(connection))
    try:
        yield
    finally:
        GATED.discard(id(connection))
        for name, listen in listeners.items():
            event.remove(dialect, name, listen)

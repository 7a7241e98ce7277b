"""A session of one worker: transactions of its own, and statements as they are written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine

# Small batches are found by the key; one plan for all ranges would be a guess.
SETTINGS = """
SELECT set_config('enable_seqscan', 'off', false), set_config('plan_cache_mode',
'force_custom_plan', false), set_config('jit', 'off', false), set_config('datestyle', 'ISO', false),
set_config('statement_timeout', '30s', false), set_config('application_name',
'safemigrate backfill', false), set_config('idle_in_transaction_session_timeout', '60s', false)
"""


class Line:
    """A connection that the application's pool never gets back.

    lock_timeout  seconds
    """

    def __init__(self, engine: Engine, lock_timeout: float) -> None:
        self.connection: Connection = engine.connect()
        self.connection.detach()
        with self.transaction():
            self.ask(SETTINGS)
            self.ask("SELECT set_config('lock_timeout', %s, false)", f"{lock_timeout * 1000:.0f}ms")

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a statement of the open transaction; a per cent sign in it is written twice."""
        result = self.connection.exec_driver_sql(sql, values)
        return [tuple(row) for row in result] if result.returns_rows else []

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what is inside at its end, or none of it."""
        with self.connection.begin():
            yield

    def close(self) -> None:
        """End the session, and with it its locks."""
        self.connection.close()

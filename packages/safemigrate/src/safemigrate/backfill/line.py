"""A worker's database session, with its own transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine

# Small batches should use the key's index; a generic plan for all ranges would be a guess.
SETTINGS = """
SELECT set_config('enable_seqscan', 'off', false), set_config('plan_cache_mode',
'force_custom_plan', false), set_config('jit', 'off', false), set_config('datestyle', 'ISO', false),
set_config('statement_timeout', '30s', false), set_config('application_name',
'safemigrate backfill', false), set_config('idle_in_transaction_session_timeout', '60s', false)
"""


class WorkerSession:
    """A connection that never returns to the application's pool.

    lock_timeout  seconds
    """

    def __init__(self, engine: Engine, lock_timeout: float) -> None:
        self.connection: Connection = engine.connect()
        self.connection.detach()
        with self.transaction():
            self.ask(SETTINGS)
            self.ask("SELECT set_config('lock_timeout', %s, false)", f"{lock_timeout * 1000:.0f}ms")

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a statement in the open transaction; write a literal percent sign twice."""
        result = self.connection.exec_driver_sql(sql, values)
        return [tuple(row) for row in result] if result.returns_rows else []

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit the statements inside, or roll all of them back."""
        with self.connection.begin():
            yield

    def close(self) -> None:
        """End the session, which releases its locks."""
        self.connection.close()

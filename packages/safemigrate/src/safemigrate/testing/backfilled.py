"""Runs registered backfills on a throwaway database, as an operator would."""

from __future__ import annotations

from sqlalchemy import NullPool, create_engine

from safemigrate.backfill.backfill_run import Terms, run
from safemigrate.clone.clone import Clone

_PENDING = """
SELECT name FROM _migrate.backfill WHERE state IN ('registered', 'done') ORDER BY registered, name
"""


def run_backfills(clone: Clone) -> None:
    """Run and verify each backfill; raise the error of one that fails."""
    with clone.address.connect() as connection:
        register = connection.execute("SELECT to_regclass('_migrate.backfill')").fetchone()
        if register == (None,):
            return
        names = [str(name) for (name,) in connection.execute(_PENDING)]
    # A separate engine: only this thread is redirected to the clone, not the workers' threads.
    engine = create_engine(
        "postgresql+psycopg://", connect_args=clone.address.parts, poolclass=NullPool
    )
    for name in names:
        run(engine, name, Terms(), lambda line: None)

"""Registered changes of rows are made on a throw-away database, as an operator would meanwhile."""

from __future__ import annotations

from sqlalchemy import NullPool, create_engine

from safemigrate.backfill.backfill_run import Terms, run
from safemigrate.clone.clone import Clone

_PENDING = """
SELECT name FROM _migrate.backfill WHERE state IN ('registered', 'done') ORDER BY registered, name
"""


def run_backfills(made: Clone) -> None:
    """Run each to its verified end; raise the sentence that tells why one does not get there."""
    with made.address.connect() as connection:
        there = connection.execute("SELECT to_regclass('_migrate.backfill')").fetchone()
        if there == (None,):
            return
        names = [str(name) for (name,) in connection.execute(_PENDING)]
    # An engine of its own: the workers' threads are not sent to the clone as this one's are.
    engine = create_engine(
        "postgresql+psycopg://", connect_args=made.address.parts, poolclass=NullPool
    )
    for name in names:
        run(engine, name, Terms(), lambda line: None)

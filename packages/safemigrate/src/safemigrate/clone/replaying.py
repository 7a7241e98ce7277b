"""What a replay needs: closed connections, a quiet Alembic, refusals as errors."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

import psycopg

from safemigrate.clone.clone_errors import PlanRefused
from safemigrate.postgres.address import NotConnected
from safemigrate.project.mounted import mounted


def close_connections() -> None:
    """Close the application's idle connections, so that every new one is redirected."""
    db = mounted().db
    for engine in {db.engine, *getattr(db, "engines", {}).values()}:
        engine.dispose()


@contextmanager
def reporting_refusals(database: str) -> Iterator[None]:
    """Turn a PostgreSQL error in the block into PlanRefused, but let NotConnected through."""
    try:
        yield
    except NotConnected:
        raise  # project.sentences has its message
    except psycopg.Error as error:
        message = error.diag.message_primary or " ".join(str(error).split())
        raise PlanRefused(database, message.rstrip(".")) from error


@contextmanager
def quiet() -> Iterator[None]:
    """Silence Alembic's "Running upgrade", and send what revisions print to stderr."""
    before = logging.root.manager.disable
    logging.disable(logging.INFO)
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        logging.disable(before)

"""What goes on around a replay: connections are let go, Alembic is quiet, refusals are told."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

import psycopg

from safemigrate.clone.clone_errors import PlanRefused
from safemigrate.project.mounted import mounted


def let_go() -> None:
    """Close the application's idle connections, so that each new one is looked at."""
    db = mounted().db
    for engine in {db.engine, *getattr(db, "engines", {}).values()}:
        engine.dispose()


@contextmanager
def refusals_told(database: str) -> Iterator[None]:
    """Raise PlanRefused, which names the database, for what PostgreSQL refuses inside."""
    try:
        yield
    except psycopg.Error as error:
        said = error.diag.message_primary or " ".join(str(error).split())
        raise PlanRefused(database, said.rstrip(".")) from error


@contextmanager
def quiet() -> Iterator[None]:
    """Keep Alembic's "Running upgrade" and what revisions print out of what is printed."""
    before = logging.root.manager.disable
    logging.disable(logging.INFO)
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        logging.disable(before)

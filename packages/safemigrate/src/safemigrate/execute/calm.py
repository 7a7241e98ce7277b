"""Keeps what Alembic says as short as for one run, although env.py runs once for each revision."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

# Alembic's own, and the one of every env.py that Flask-Migrate has written.
LOGGERS = ("alembic.runtime.migration", "alembic.env")
_OPENINGS = ("Context impl", "Will assume", "Generating static SQL")


class Round(Enum):
    """Which run of env.py this is."""

    FIRST = "everything is said"
    NEXT = "what it is connected to was said before"
    AGAIN = "a revision is tried again: all was said before"
    SILENT = "a question of our own"


class Calm(logging.Filter):
    """Lets through what was not said before."""

    def __init__(self) -> None:
        super().__init__()
        self.round = Round.FIRST

    def filter(self, record: logging.LogRecord) -> bool:
        if self.round is Round.NEXT:
            return not record.getMessage().startswith(_OPENINGS)
        return self.round is Round.FIRST


@contextmanager
def calm() -> Iterator[Calm]:
    """Lend the filter to one command."""
    calm = Calm()
    loggers = [logging.getLogger(name) for name in LOGGERS]
    for logger in loggers:
        logger.addFilter(calm)
    try:
        yield calm
    finally:
        for logger in loggers:
            logger.removeFilter(calm)

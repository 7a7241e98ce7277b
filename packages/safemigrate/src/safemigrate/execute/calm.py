"""Filters Alembic's log: env.py runs once for each revision, and its messages appear only once."""

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

    FIRST = "log everything"
    NEXT = "skip the messages about the connection, which were logged before"
    AGAIN = "a retry: skip everything, which was logged before"
    SILENT = "a query of our own: skip everything"


class Calm(logging.Filter):
    """Passes only messages that were not logged before."""

    def __init__(self) -> None:
        super().__init__()
        self.round = Round.FIRST

    def filter(self, record: logging.LogRecord) -> bool:
        if self.round is Round.NEXT:
            return not record.getMessage().startswith(_OPENINGS)
        return self.round is Round.FIRST


@contextmanager
def calm() -> Iterator[Calm]:
    """Filter the log of one command; yield the filter."""
    calm = Calm()
    loggers = [logging.getLogger(name) for name in LOGGERS]
    for logger in loggers:
        logger.addFilter(calm)
    try:
        yield calm
    finally:
        for logger in loggers:
            logger.removeFilter(calm)

"""One client of the application: a connection with its schedule, and the log of its writes."""

import threading
import time
from collections.abc import Iterator

from benchmarks.migrations.operation_log import Write
from benchmarks.migrations.requests import ROLES, Request, Tables
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

EACH = 0.04  # seconds between two requests of a client
WARM = 24  # requests: psycopg prepares a statement when it has run five times
NEXT_VERSION = 100  # added to the seed: the new version numbers its purchases apart

Answered = tuple[str, float, float, str]


class Client(threading.Thread):
    """One connection with its schedule; it goes over to `new` on request."""

    def __init__(self, role: str, engine: Engine, old: Tables, new: Tables, seed: int) -> None:
        super().__init__(daemon=True)
        self.role = role
        self.requests: Iterator[Request] = ROLES[role](old, seed)
        self.following = ROLES[role](new, seed + NEXT_VERSION)
        self.connection = engine.connect()
        self.answered: list[Answered] = []
        self.log: list[Write] = []
        self.first_due = 0.0
        self.stop = threading.Event()
        self.stop_at = float("inf")

    def warm(self) -> None:
        """Have everything prepared that will be."""
        for _ in range(WARM):
            self.ask()

    def deploy(self) -> None:
        """Be the new version of the application from the next request on."""
        self.requests = self.following

    def run(self) -> None:
        due = self.first_due
        while due <= self.stop_at:
            self.stop.wait(max(0.0, due - time.monotonic()))
            if due > self.stop_at:
                return
            error = self.ask()
            self.answered.append((self.role, due, time.monotonic(), error))
            due += EACH

    def ask(self) -> str:
        """Send the next request; return the name of its error, if it has one."""
        request = next(self.requests)
        try:
            request.send(self.connection)
            self.connection.commit()
        except SQLAlchemyError as error:
            self.connection.rollback()
            return type(getattr(error, "orig", None) or error).__name__
        self.log.extend(request.writes)
        return ""

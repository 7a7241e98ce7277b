"""The application under load, in a process of its own; run in the folder of its project.

    python -m benchmarks.migrations.load ROWS [--without COLUMN]

Every client has a fixed schedule, and each request's time counts from the moment it was due: one
that waits for its predecessor waits, too.  Prints "ready" when all connections are warm, goes on
until a line comes in, does what was due by then, and prints one JSON line with all requests:
[role, when it was due, when it was answered, the name of its error or ""], in seconds of
time.monotonic(), which is one clock for all processes of the machine.
"""

import argparse
import json
import sys
import threading
import time
from collections.abc import Iterator

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from benchmarks.migrations.requests import COLUMNS, ROLES, Request, Tables
from benchmarks.migrations.tables import customers_of

CLIENTS = {"read": 4, "write": 4, "bystander": 1}
EACH = 0.04  # seconds between two requests of a client
WARM = 24  # requests: psycopg prepares a statement when it has run five times

Answered = tuple[str, float, float, str]


class Client(threading.Thread):
    """One connection with its schedule."""

    def __init__(self, role: str, engine: Engine, requests: Iterator[Request]) -> None:
        super().__init__(daemon=True)
        self.role, self.requests = role, requests
        self.connection = engine.connect()
        self.answered: list[Answered] = []
        self.first_due = 0.0
        self.stop = threading.Event()
        self.stop_at = float("inf")

    def warm(self) -> None:
        """Have everything prepared that will be."""
        for _ in range(WARM):
            self.ask()

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
        try:
            next(self.requests)(self.connection)
            self.connection.commit()
        except SQLAlchemyError as error:
            self.connection.rollback()
            return type(getattr(error, "orig", None) or error).__name__
        return ""


def clients_of(engine: Engine, tables: Tables) -> list[Client]:
    """Return every client, connected and warm, with its place in the common schedule."""
    roles = [role for role, number in CLIENTS.items() for _ in range(number)]
    clients = [Client(role, engine, ROLES[role](tables, seed)) for seed, role in enumerate(roles)]
    for client in clients:
        client.warm()
    for place, client in enumerate(clients):
        client.first_due = time.monotonic() + EACH * (1 + place / len(clients))
    return clients


def main() -> None:
    """Put the application under load until a line comes in."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("--without", default="")
    options = parser.parse_args()
    columns = tuple(column for column in COLUMNS if column != options.without)
    tables = Tables(options.rows, customers_of(options.rows), columns)
    from app import app, db  # the project's

    with app.app_context():
        clients = clients_of(db.engine, tables)
    for client in clients:
        client.start()
    print("ready", flush=True)
    sys.stdin.readline()
    stop_at = time.monotonic()
    for client in clients:
        client.stop_at = stop_at
        client.stop.set()
    for client in clients:
        client.join()
    print(json.dumps([one for client in clients for one in client.answered]), flush=True)


if __name__ == "__main__":
    main()

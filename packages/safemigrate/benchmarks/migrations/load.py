"""The application under load, in a process of its own; run in the folder of its project.

    python -m benchmarks.migrations.load ROWS [--without COLUMN] [--new NAME:TYPE]

Every client has a fixed schedule, and each request's time counts from the moment it was due: one
that waits for its predecessor waits, too.  Prints "ready" when all connections are warm.  A line
"half" has every second client become the application's new version, which has the points in a
column of that name and type; a line "all" all of them.  Goes on until another line comes in, does
what was due by then, and prints one line of JSON: the requests, each [role, when it was due, when
it was answered, the name of its error or ""], in seconds of time.monotonic(), which is one clock
for all processes of the machine; and the log of the writes that were committed.
"""

import argparse
import json
import sys
import time
from dataclasses import replace

from benchmarks.migrations.client import EACH, Client
from benchmarks.migrations.requests import COLUMNS, Tables
from benchmarks.migrations.tables import customers_of
from sqlalchemy import Engine

CLIENTS = {"read": 4, "write": 4, "bystander": 1}


def clients_of(engine: Engine, old: Tables, new: Tables) -> list[Client]:
    """Return every client, connected and warm, with its place in the common schedule."""
    roles = [role for role, number in CLIENTS.items() for _ in range(number)]
    clients = [Client(role, engine, old, new, seed) for seed, role in enumerate(roles)]
    for client in clients:
        client.warm()
    for place, client in enumerate(clients):
        client.first_due = time.monotonic() + EACH * (1 + place / len(clients))
    return clients


def obey(clients: list[Client]) -> None:
    """Deploy the new version as the lines tell, until one tells to end."""
    for line in sys.stdin:
        if line.strip() not in {"half", "all"}:
            return
        for client in clients[:: 2 if line.strip() == "half" else 1]:
            client.deploy()


def end(clients: list[Client]) -> None:
    """Have every client do what is due by now."""
    stop_at = time.monotonic()
    for client in clients:
        client.stop_at = stop_at
        client.stop.set()
    for client in clients:
        client.join()


def versions(options: argparse.Namespace) -> tuple[Tables, Tables]:
    """Return what the application's two versions know of the tables."""
    columns = tuple(column for column in COLUMNS if column != options.without)
    old = Tables(options.rows, customers_of(options.rows), columns)
    name, points_type = options.new.split(":")
    return old, replace(old, points=name, points_type=points_type)


def main() -> None:
    """Put the application under load until a line comes in."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("--without", default="")
    parser.add_argument("--new", default="points:integer")
    old, new = versions(parser.parse_args())
    from app import app, db  # the project's

    with app.app_context():
        clients = clients_of(db.engine, old, new)
    for client in clients:
        client.start()
    print("ready", flush=True)
    obey(clients)
    end(clients)
    requests = [one for client in clients for one in client.answered]
    log = [one for client in clients for one in client.log]
    print(json.dumps({"requests": requests, "log": log}), flush=True)


if __name__ == "__main__":
    main()

"""How fast a backfill is next to one UPDATE, and what writers feel during it.

    python -m benchmarks.backfill --rows 1000000

On a private server: rows a second of one UPDATE of every row, and of `db backfill`'s engine, each
on a fresh table while a writer changes a row 100 times a second; and that writer's 99th percentile
with nothing else at work.
"""

import argparse
import statistics
import threading
import time
from collections.abc import Callable

import psycopg
from sqlalchemy import create_engine

import localpg
from safemigrate.backfill.backfill_run import Terms, run
from safemigrate.backfill.register import registration
from safemigrate.journal.backfill_tables import MAKE_WHERE_MISSING

EACH = 0.01  # seconds between two writes
MADE = """
DROP TABLE IF EXISTS sale;
CREATE TABLE sale (id bigint PRIMARY KEY, price int, total int, note text);
INSERT INTO sale SELECT g, g % 1000, NULL, repeat('x', 50) FROM generate_series(1, {rows}) AS g;
VACUUM ANALYZE sale
"""


# Every row is changed; to verify that is a second look at all of them, which an UPDATE has not.
CHANGED = """
SELECT extract(epoch FROM finished - started)::float8 FROM _migrate.backfill
"""


class Writer(threading.Thread):
    """Changes a row at each due time; a request counts from its due time."""

    def __init__(self, url: str, rows: int) -> None:
        super().__init__(daemon=True)
        self.url, self.rows = url, rows
        self.stop, self.took = threading.Event(), list[float]()

    def run(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            due, row = time.monotonic(), 1
            while not self.stop.is_set():
                row = (row * 48_271 + 11) % self.rows + 1
                connection.execute("UPDATE sale SET note = 'w' WHERE id = %s", [row])
                self.took.append(time.monotonic() - due)
                due += EACH
                self.stop.wait(max(0.0, due - time.monotonic()))


def measured(url: str, rows: int, work: Callable[[], None]) -> tuple[float, float]:
    """Return the seconds that a work takes, and the writer's 99th percentile in milliseconds."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in MADE.format(rows=rows).split(";"):
            connection.execute(statement)
    writer = Writer(url, rows)
    writer.start()
    began = time.monotonic()
    work()
    took = time.monotonic() - began
    writer.stop.set()
    writer.join()
    return took, statistics.quantiles(writer.took, n=100)[98] * 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with localpg.throwaway() as server:
        server.create_database("sales")
        url = server.url("sales")
        engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))

        def execute(sql: str) -> None:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(sql)

        def backfill() -> None:
            run(engine, "total", Terms(), lambda line: print(line))

        execute(f"DO $$ BEGIN {MAKE_WHERE_MISSING} END $$")
        _, idle = measured(url, rows, lambda: time.sleep(5))
        execute(registration("total", "sale", {"total": "price * 2"}, None, "total IS NULL"))
        single, blocked = measured(url, rows, lambda: execute("UPDATE sale SET total = price * 2"))
        verified, busy = measured(url, rows, backfill)
        with psycopg.connect(url) as connection:
            [changed] = connection.execute(CHANGED).fetchone() or [0.0]
        engine.dispose()
    print(f"{'':12}{'rows/s':>10}{'of UPDATE':>11}{'writer p99 ms':>15}{'of idle':>9}")
    print(f"{'idle':12}{'':>10}{'':>11}{idle:>15.1f}{'1.0':>9}")
    print(f"{'UPDATE':12}{rows / single:>10,.0f}{'1.00':>11}{blocked:>15.1f}{blocked / idle:>9.1f}")
    print(
        f"{'backfill':12}{rows / changed:>10,.0f}{single / changed:>11.2f}"
        f"{busy:>15.1f}{busy / idle:>9.1f}"
    )
    print(f"{'and verified':12}{rows / verified:>10,.0f}{single / verified:>11.2f}")


if __name__ == "__main__":
    main()

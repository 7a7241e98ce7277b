"""A report that has read the table and takes its time: every strong lock waits for its end."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

LASTS = 5.0  # seconds, from the moment that somebody waits for it
POLL = 0.01  # seconds
WAITS = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid)))"


@contextmanager
def report_in_the_way(url: str) -> Iterator[None]:
    """Hold the table until somebody has waited for a while."""
    over = threading.Event()
    with psycopg.connect(url) as report, psycopg.connect(url, autocommit=True) as watcher:
        report.execute("SELECT FROM purchase LIMIT 1")

        def go_on() -> None:
            while not over.wait(POLL):
                if watcher.execute(WAITS, [report.info.backend_pid]).fetchall() == [(True,)]:
                    break
            until = time.monotonic() + LASTS
            over.wait(max(0.0, until - time.monotonic()))
            report.rollback()

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

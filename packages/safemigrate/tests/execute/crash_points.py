"""Goes into a test project: ends the program, its session or the server at its Nth statement.

CRASH_AT    number of the statement or commit that is never sent; 0 for none
CRASH_HOW   kill, terminate or stop
CRASH_PID   file with the server's process id in its first line
COUNT_FILE  where the number of statements so far is written
"""

import os
import signal
import threading
from pathlib import Path

import psycopg

count = 0


def point(connection):
    """Count, and crash where it was asked for."""
    global count
    if threading.current_thread() is not threading.main_thread():
        return  # the watch looks when it likes: its questions are no place in the program
    count += 1
    Path(os.environ["COUNT_FILE"]).write_text(str(count))
    if count == int(os.environ["CRASH_AT"]):
        CRASHES[os.environ["CRASH_HOW"]](connection)


def kill(connection):
    os.kill(os.getpid(), signal.SIGKILL)


def terminate(connection):
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 10000)", [connection.info.backend_pid])


def stop(connection):
    server = int(Path(os.environ["CRASH_PID"]).read_text().split()[0])
    os.kill(server, signal.SIGQUIT)
    while True:  # until the session has ended
        try:
            connection.pgconn.exec_(b"")
        except psycopg.OperationalError:
            return
        if connection.broken or connection.pgconn.status != psycopg.pq.ConnStatus.OK:
            return


CRASHES = {"kill": kill, "terminate": terminate, "stop": stop}


class Cursor(psycopg.Cursor):
    def execute(self, *arguments, **named):
        point(self.connection)
        return super().execute(*arguments, **named)

    def executemany(self, *arguments, **named):
        point(self.connection)
        return super().executemany(*arguments, **named)


class Connection(psycopg.Connection):
    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.cursor_factory = Cursor

    def commit(self):
        point(self)
        super().commit()


def connect():
    """Return a connection that counts."""
    return Connection.connect(os.environ["DATABASE_URL"])

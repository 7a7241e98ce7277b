"""The moments at which a kill leaves a different state: right before and after each commit."""

from __future__ import annotations

import os
import signal
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from safemigrate.execute.deployer import Deployer
from safemigrate.execute.statement import Kind, kind_of, without_comments

_ENDS = ("COMMIT", "END")


class KillPoints:
    """Counts these moments in this process, and kills the process at one of them.

    target  the number of the moment, from 1
    own     process ids of sessions that are not the revision's
    """

    def __init__(self, target: int) -> None:
        self.target, self.number = target, 0
        self.own: set[int] = set()

    def watch(self, deployer: Deployer) -> None:
        """Start counting, but not the deployer's own session."""
        self.own.add(deployer.session(deployer.engine).value("SELECT pg_backend_pid()"))
        commit, execute = psycopg.Connection.commit, psycopg.Cursor.execute

        def counted_commit(connection: Any) -> None:
            counts = connection.info.transaction_status != TransactionStatus.IDLE
            self._around(connection, counts, lambda: commit(connection))

        def counted_execute(cursor: Any, query: Any, *values: Any, **keywords: Any) -> Any:
            counts = commits(cursor.connection, query)
            return self._around(
                cursor.connection, counts, lambda: execute(cursor, query, *values, **keywords)
            )

        setattr(psycopg.Connection, "commit", counted_commit)  # noqa: B010 (for mypy)
        setattr(psycopg.Cursor, "execute", counted_execute)  # noqa: B010 (for mypy)

    def _around(self, connection: Any, counts: bool, work: Any) -> Any:
        if not counts or connection.info.backend_pid in self.own:
            return work()
        self._moment()
        result = work()
        self._moment()
        return result

    def _moment(self) -> None:
        self.number += 1
        if self.number == self.target:
            os.kill(os.getpid(), signal.SIGKILL)


def commits(connection: Any, query: Any) -> bool:
    """Return whether a statement commits when it completes."""
    text = query if isinstance(query, str) else ""
    idle = connection.info.transaction_status == TransactionStatus.IDLE
    if idle:
        return connection.autocommit and kind_of(text) in {Kind.CHANGE, Kind.ALONE}
    return without_comments(text).upper().startswith(_ENDS)

"""Traces every statement of the revisions as Alembic runs it on the clone."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import event
from sqlalchemy.engine import Engine

from safemigrate.clone.clone import Clone
from safemigrate.clone.redirect import refuse_others
from safemigrate.clone.samples import Samples
from safemigrate.plan import measure
from safemigrate.plan.snapshot import Relation, Snapshot
from safemigrate.plan.statement_verdict import Verdict
from safemigrate.postgres.locks import Lock, strongest

SAVEPOINT = "safemigrate_statement"
# Errors that rows can cause: data exceptions and violated constraints.
OF_ROWS = ("22", "23")
NOT_NULL = "23502"
INDEX_WIDTH = """
SELECT coalesce(sum(CASE WHEN attlen > 0 THEN attlen ELSE 32 END), 8)::int FROM pg_attribute
WHERE attrelid = (
    SELECT i.indexrelid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE c.relname = %s ORDER BY pg_table_is_visible(c.oid) DESC, c.oid DESC LIMIT 1
)
"""
COLUMN_EXISTS = """
SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = %s)
"""

Call = Callable[[], Any]
Spot = tuple[str, Path, int]  # revision, file, line


@dataclass
class Step:
    """One statement of a revision, and what it did on the clone.

    transaction  its number, counted from 1 in the order of their first statements
    autocommit   whether it commits on its own, in an autocommit block
    seconds      its duration on the clone
    held         locks of earlier statements, which last until the transaction ends
    tables       schema and name of each relation that existed before the plan began
    kinds        pg_class.relkind of each of these relations
    widths       bytes of one entry, for each index built
    """

    revision: str
    file: Path
    line: int
    sql: str
    transaction: int = 0
    autocommit: bool = False
    verdict: Verdict = field(default_factory=Verdict)
    seconds: float = 0.0
    held: tuple[Lock, ...] = ()
    tables: dict[str, tuple[str, str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    widths: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    failed: bool = False

    @property
    def verb(self) -> str:
        """The first word of the statement."""
        return (self.sql.split(None, 1) or [""])[0].upper()


class Tracer:
    """Executes the statements of revision files itself, and records what each does.

    files     the revision of each file
    has_rows  returns whether a table of the real database, named as in an error, has rows
    """

    def __init__(
        self,
        clone: Clone,
        samples: Samples,
        known_relations: Mapping[int, Relation],
        *,
        files: Mapping[Path, str],
        has_rows: Callable[[str], bool],
    ) -> None:
        self.clone, self.samples, self.known_relations = clone, samples, known_relations
        self.files, self.has_rows = files, has_rows
        self.steps: list[Step] = []
        self._transactions: dict[str, int] = {}

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Trace the statements that this thread executes through SQLAlchemy."""
        thread = threading.get_ident()

        def execute(cursor: Any, statement: str, parameters: Any, context: Any) -> bool | None:
            if threading.get_ident() != thread:
                return None
            dialect = context.dialect if context else None
            run = dialect.do_execute if dialect else type(cursor).execute
            return self._executed(cursor, statement, lambda: run(cursor, statement, parameters))

        def execute_without_parameters(cursor: Any, statement: str, context: Any) -> bool | None:
            if threading.get_ident() != thread:
                return None
            return self._executed(cursor, statement, lambda: cursor.execute(statement))

        def execute_many(cursor: Any, statement: str, parameters: Any, context: Any) -> bool | None:
            if threading.get_ident() != thread:
                return None
            run = cursor.executemany
            return self._executed(cursor, statement, lambda: run(statement, parameters))

        hooks: dict[str, Callable[..., Any]] = {
            "do_execute": execute,
            "do_execute_no_params": execute_without_parameters,
            "do_executemany": execute_many,
        }
        for name, hook in hooks.items():
            event.listen(Engine, name, hook)
        try:
            with measure.prepared_sessions():
                yield
        finally:
            for name, hook in hooks.items():
                event.remove(Engine, name, hook)

    def _executed(self, cursor: Any, statement: str, work: Call) -> bool | None:
        refuse_others(self.clone, cursor.connection)
        spot = self._spot()
        if spot is None:
            return None  # Alembic's own bookkeeping runs untraced
        step = Step(*spot, statement.strip())
        self.steps.append(step)
        self.trace(cursor.connection, work, step)
        return True

    def trace(self, connection: Any, work: Call, step: Step) -> None:
        """Run a statement as its session would, and record in the step what it does."""
        idle = connection.info.transaction_status == TransactionStatus.IDLE
        step.autocommit = connection.autocommit and idle
        try:
            (self._alone if step.autocommit else self._in_transaction)(connection, work, step)
        except psycopg.Error:
            step.failed = True
            raise

    def _spot(self) -> Spot | None:
        frame: FrameType | None = sys._getframe(2)
        while frame is not None:
            file = Path(frame.f_code.co_filename)
            if frame.f_code.co_name == "initialize" and "sqlalchemy" in file.parts:
                return None  # SQLAlchemy's queries on its first connection to a server
            if file in self.files:
                return self.files[file], file, frame.f_lineno
            frame = frame.f_back
        return None

    def _in_transaction(self, connection: Any, work: Call, step: Step) -> None:
        connection.execute(f"SAVEPOINT {SAVEPOINT}")
        try:
            self._measured(connection, work, step)
        except psycopg.Error as error:
            connection.execute(f"ROLLBACK TO SAVEPOINT {SAVEPOINT}")
            if not self._may_be_the_samples(connection, error, step):
                raise
            self.samples.remove(connection)
            self._measured(connection, work, step)
        connection.execute(f"RELEASE SAVEPOINT {SAVEPOINT}")

    def _alone(self, connection: Any, work: Call, step: Step) -> None:
        """Run a statement in its own transaction, or in none if it cannot run in one."""
        connection.execute("BEGIN")
        try:
            self._in_transaction(connection, work, step)
        except psycopg.errors.ActiveSqlTransaction:
            connection.execute("ROLLBACK")
            self._measured(connection, work, step, measurement=measure.outside)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        else:
            connection.execute("COMMIT")

    def _measured(
        self, connection: Any, work: Call, step: Step, *, measurement: Any = measure.inside
    ) -> None:
        def timed() -> None:
            start = time.perf_counter()
            work()
            step.seconds = time.perf_counter() - start

        step.verdict, before, _ = measurement(connection, timed, step.sql)
        number = len(self._transactions) + 1
        step.transaction = self._transactions.setdefault(before.transaction, number)
        step.held = self._held(before)
        existing = {
            oid: item for oid, item in before.relations.items() if oid in self.known_relations
        }
        step.tables = {
            item.shown: (self.known_relations[oid].schema, self.known_relations[oid].name)
            for oid, item in existing.items()
        }
        step.kinds = {item.shown: item.kind for item in existing.values()}
        with connection.cursor() as cursor:
            for build in step.verdict.built:
                cursor.execute(INDEX_WIDTH, (build.index,), prepare=False)
                step.widths[build.index] = cursor.fetchone()[0] + 16

    def _held(self, before: Snapshot) -> tuple[Lock, ...]:
        modes: dict[str, list[str]] = {}
        for oid, mode in before.held:
            if oid in self.known_relations and oid in before.relations:
                modes.setdefault(before.relations[oid].shown, []).append(mode)
        locks = (Lock(name, strongest(relation_modes)) for name, relation_modes in modes.items())
        return tuple(sorted(lock for lock in locks if lock.blocks_traffic))

    def _may_be_the_samples(self, connection: Any, error: psycopg.Error, step: Step) -> bool:
        """Return whether only a sample row may have failed; add a note if so."""
        if (error.sqlstate or "")[:2] not in OF_ROWS or not self.samples.filled:
            return False
        message = error.diag.message_primary
        table, column = error.diag.table_name, error.diag.column_name
        if error.sqlstate == NOT_NULL and table and column:
            row = connection.execute(COLUMN_EXISTS, (table, column)).fetchone()
            if not row[0] and self.has_rows(table):
                return False  # a new column is empty in every row
            if not row[0]:
                step.notes.append(f"works only because {table} has no rows now ({message})")
                return True
        step.notes.append(f"fails on a sample row ({message}); the real rows were not tried")
        return True

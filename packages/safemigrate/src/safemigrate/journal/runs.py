"""Reads and writes the journal: every run of a revision, and the steps it has done.

A transaction writes the rows about its own work (`STEP_DONE`, `RUN_DONE` on the revision's
connection), so that both are committed or rolled back together.  All other rows are written here,
on our own connection.
"""

from __future__ import annotations

from dataclasses import dataclass

from safemigrate.journal.step import Step
from safemigrate.postgres.session import Session
from safemigrate.project.circumstances import Circumstances

# For the driver's own cursor; both of SQLAlchemy's drivers for PostgreSQL use %s.
STEP_DONE = """
INSERT INTO _migrate.steps (history, step, sql, sql_hash, values_hash, follows_read,
                            returned_rows, row_count, state, finished)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'done', clock_timestamp())
"""
RUN_DONE = """
UPDATE _migrate.history
SET result = 'done', finished = clock_timestamp(), tries = %s, waited_ms = %s
WHERE id = %s
"""

_BEGIN = """
WITH run AS (
    INSERT INTO _migrate.history (version_table, revision, direction, actor, host, git_commit,
                                  environment, result, file_hash, command)
    VALUES (:version_table, :revision, :direction, :actor, :host, :commit, :environment,
            'running', :file_hash, :command)
    RETURNING id
), taken_over AS (
    UPDATE _migrate.steps SET history = (SELECT id FROM run) WHERE history = :resumes
), ended AS (
    UPDATE _migrate.history SET result = 'resumed' WHERE id = :resumes
)
SELECT id FROM run
"""
_STARTED = """
INSERT INTO _migrate.steps (history, step, sql, sql_hash, values_hash, follows_read, state)
VALUES (:history, :number, :sql, :sql_hash, :values_hash, :follows_read, 'started')
ON CONFLICT (history, step) DO UPDATE SET started = clock_timestamp()
"""


@dataclass(frozen=True)
class InterruptedRun:
    """A run that committed some steps of its revision and did not finish."""

    history: int
    revision: str
    direction: str
    file_hash: str | None


class Journal:
    """The journal of one version table in one database."""

    def __init__(self, session: Session, version_table: str) -> None:
        self.session = session
        self.version_table = version_table

    def close_interrupted_runs(self) -> None:
        """Record the result of runs whose process died; safe because we hold the deployer lock."""
        self.session.rows(
            "UPDATE _migrate.history h SET finished = clock_timestamp(), result = CASE "
            "WHEN EXISTS (SELECT FROM _migrate.steps s WHERE s.history = h.id) THEN 'half done' "
            "ELSE 'interrupted' END WHERE result = 'running' AND version_table = :table",
            table=self.version_table,
        )

    def incomplete_run(self) -> InterruptedRun | None:
        """Return the run that left a revision incomplete, if there is one."""
        rows = self.session.rows(
            "SELECT id, revision, direction, file_hash FROM _migrate.history "
            "WHERE result = 'half done' AND version_table = :table ORDER BY id DESC LIMIT 1",
            table=self.version_table,
        )
        return InterruptedRun(*rows[0]) if rows else None

    def begin(
        self,
        revision: str,
        direction: str,
        circumstances: Circumstances,
        *,
        file_hash: str | None = None,
        resumes: int | None = None,
    ) -> Record:
        """Record that a revision begins; it takes over the steps of a run that it resumes."""
        number = self.session.value(
            _BEGIN,
            version_table=self.version_table,
            revision=revision,
            direction=direction,
            actor=circumstances.actor,
            host=circumstances.host,
            commit=circumstances.commit,
            environment=circumstances.environment,
            file_hash=file_hash,
            resumes=resumes,
            command=circumstances.command,
        )
        return Record(self.session, int(number))

    def stamped(self, revision: str, circumstances: Circumstances) -> None:
        """Record a stamp, and forget the incomplete run, which somebody has finished or undone."""
        record = self.begin(revision, "stamp", circumstances)
        self.session.rows(
            "UPDATE _migrate.history SET "
            "result = CASE WHEN id = :number THEN 'done' ELSE 'forgotten' END, "
            "finished = CASE WHEN id = :number THEN clock_timestamp() ELSE finished END "
            "WHERE version_table = :table AND (id = :number OR result = 'half done')",
            number=record.number,
            table=self.version_table,
        )


@dataclass(frozen=True)
class Record:
    """One run of a revision in the journal."""

    session: Session
    number: int

    def steps(self) -> list[Step]:
        """Return the steps that it has begun or done, in order."""
        rows = self.session.rows(
            "SELECT step, sql, sql_hash, values_hash, follows_read, returned_rows, row_count, "
            "state = 'done' FROM _migrate.steps WHERE history = :number ORDER BY step",
            number=self.number,
        )
        return [Step(*row) for row in rows]

    def step_started(self, step: Step) -> None:
        """Record a statement that cannot run in a transaction, before it runs."""
        self.session.rows(
            _STARTED,
            history=self.number,
            number=step.number,
            sql=step.sql,
            sql_hash=step.sql_hash,
            values_hash=step.values_hash,
            follows_read=step.follows_read,
        )

    def step_done(self, step: Step) -> None:
        """Record that the statement is done."""
        self.session.rows(
            "UPDATE _migrate.steps SET state = 'done', finished = clock_timestamp() "
            "WHERE history = :number AND step = :step",
            number=self.number,
            step=step.number,
        )

    def step_failed(self, step: Step) -> None:
        """Delete a statement that failed; a retry checks the database for what it left behind."""
        self.session.rows(
            "DELETE FROM _migrate.steps WHERE history = :number AND step = :step",
            number=self.number,
            step=step.number,
        )

    def stopped(self, *, error: str, tries: int, waited: float) -> None:
        """Record that the run stopped before it was done; waited is in seconds."""
        self.session.rows(
            "UPDATE _migrate.history h SET finished = clock_timestamp(), error = :error, "
            "tries = :tries, waited_ms = :waited, result = CASE WHEN EXISTS (SELECT FROM "
            "_migrate.steps s WHERE s.history = h.id) THEN 'half done' ELSE 'failed' END "
            "WHERE id = :number AND result = 'running'",
            number=self.number,
            error=error,
            tries=tries,
            waited=round(waited * 1000),
        )

    def done_values(self, step: Step) -> tuple[object, ...]:
        """Return the values of STEP_DONE."""
        return (
            self.number,
            step.number,
            step.sql,
            step.sql_hash,
            step.values_hash,
            step.follows_read,
            step.returned_rows,
            step.row_count,
        )

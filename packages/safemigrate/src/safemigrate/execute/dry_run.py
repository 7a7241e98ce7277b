"""Lists what an upgrade would run, step by step, with its SQL; takes no locks, changes nothing.

The SQL is that of Alembic's --sql, one revision at a time: if a revision queries the database in
its Python code, only that revision's SQL is missing.  A step is what commits separately: a
transaction, or one statement of an autocommit block.  `--until-step` counts the same way.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory

from safemigrate.execute.calm import Calm, Round
from safemigrate.execute.changes import StepsOf
from safemigrate.execute.statement import Kind, kind_of
from safemigrate.postgres.alembic_private import listen_to_execution
from safemigrate.project.alembic_config import Config
from safemigrate.project.sentences.place import shown

Statements = list[tuple[bool, str]]  # whether in an autocommit block, and the statement


@dataclass
class PlannedStep:
    """What commits separately."""

    step: int
    in_transaction: bool
    sql: list[str] = field(default_factory=list)


@dataclass
class PlannedRevision:
    """A revision and its steps; unreadable is the reason if its SQL cannot be shown."""

    revision: str
    name: str
    file: str
    steps: list[PlannedStep] = field(default_factory=list)
    unreadable: str | None = None


def plan(
    config: Config, script: ScriptDirectory, steps_of: StepsOf, calm: Calm
) -> list[PlannedRevision]:
    """Return what would run, in order."""
    calm.round = Round.SILENT
    steps = pending(config, script, steps_of)
    planned, number = [], 0
    for step in steps:
        revision = PlannedRevision(step.revision.revision, str(step), shown(step.revision.path))
        statements: Statements = []
        if _several_databases(script):
            revision.unreadable = "it runs on several databases: `--sql` writes a file for each"
        else:
            try:
                _record(config, script, step, statements)
            except Exception as error:
                revision.unreadable = f"it queries the database ({type(error).__name__})"
        revision.steps = list(_steps(statements, number))
        number += len(revision.steps)
        planned.append(revision)
    return planned


def pending(config: Config, script: ScriptDirectory, steps_of: StepsOf) -> list[RevisionStep]:
    """Return the revisions that a command would run, in all databases."""
    steps: list[RevisionStep] = []

    def collect(heads: Any, context: MigrationContext) -> list[RevisionStep]:
        steps.extend(step for step in steps_of(heads) if step not in steps)
        return []

    with EnvironmentContext(config, script, fn=collect, dont_mutate=True):
        script.run_env()
    return steps


def _several_databases(script: ScriptDirectory) -> bool:
    return "engine_name" in Path(script.env_py_location).read_text()


def _record(
    config: Config, script: ScriptDirectory, step: RevisionStep, statements: Statements
) -> None:
    in_block = False

    def single_step(heads: Any, context: MigrationContext) -> list[RevisionStep]:
        alembic_block = context.autocommit_block

        @contextlib.contextmanager
        def block() -> Iterator[None]:
            nonlocal in_block
            with alembic_block():
                in_block = True
                yield
                in_block = False

        def execute(statement: Callable[[], Any]) -> Any:
            begins = len(buffer.getvalue())
            result = statement()
            text = buffer.getvalue()[begins:].strip().removesuffix(";")
            if text:
                statements.append((in_block, text))
            return result

        context.autocommit_block = block  # type: ignore[method-assign]
        listen_to_execution(context, execute)
        return [step]

    buffer = io.StringIO()
    before, config.output_buffer = config.output_buffer, buffer
    try:
        starting = step.from_revisions or ("base",)
        with EnvironmentContext(
            config, script, fn=single_step, as_sql=True, starting_rev=starting, destination_rev=None
        ):
            script.run_env()
    finally:
        config.output_buffer = before


def _steps(statements: Statements, number: int) -> Iterator[PlannedStep]:
    """Yield the steps of a revision; the last one always updates Alembic's version table."""
    current = PlannedStep(number + 1, True)
    for in_block, sql in statements:
        changes = kind_of(sql) in {Kind.CHANGE, Kind.ALONE}
        if not in_block:
            current.sql.append(sql)
            continue
        if not changes:
            continue
        if current.sql:
            yield current
            current = PlannedStep(current.step + 1, True)
        yield PlannedStep(current.step, False, [sql])
        current = PlannedStep(current.step + 1, True)
    yield current


def print_plan(planned: list[PlannedRevision], echo: Callable[[str], None]) -> None:
    """Print revisions and steps as SQL with comments."""
    for revision in planned:
        echo(f"-- {revision.name} ({revision.file})")
        if revision.unreadable:
            echo(f"-- its SQL cannot be shown: {revision.unreadable}\n")
            continue
        for step in revision.steps:
            mode = "in one transaction" if step.in_transaction else "outside a transaction"
            echo(f"-- step {step.step}, {mode}")
            for sql in step.sql:
                echo(f"{sql};\n")
    if not planned:
        echo("-- nothing to do")

"""Finds what a downgrade would lose: runs it on a clone, then counts the losses on the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import click
from alembic import command
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import RevisionStep
from alembic.script import ScriptDirectory
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from safemigrate.catalogue.data_holders import Contents, contents
from safemigrate.clone.clone import Clone, open_clone
from safemigrate.clone.clone_errors import PlanError
from safemigrate.clone.redirect import redirected
from safemigrate.clone.replaying import close_connections, quiet, reporting_refusals
from safemigrate.execute.changes import StepsOf
from safemigrate.execute.loss.compare import losses
from safemigrate.execute.loss.counting import counted_losses
from safemigrate.execute.loss.loss import Loss
from safemigrate.execute.loss.revision_statements import executed_statements, row_changes
from safemigrate.execute.loss.set_aside_rows import columns_without_values, copy_records
from safemigrate.postgres.address import Address
from safemigrate.project.default_database import default_engine
from safemigrate.project.mounted import mounted


@dataclass(frozen=True)
class LossForecast:
    """What a downgrade would lose; why_unknown is the reason if that is not known, else blank."""

    losses: list[Loss] = field(default_factory=list)
    why_unknown: str = ""


def foresee(config: Config, steps_of: StepsOf, heads: Sequence[str]) -> LossForecast:
    """Return what a downgrade of the application's default database would lose.

    steps_of  the steps it would run
    heads     the revisions that the database is at

    Raises NoDowngrade if a revision says that it cannot be downgraded, and whatever else a
    revision raises on the clone: it would stop the real downgrade too.
    """
    source = Address.of(default_engine(mounted().db).url)
    try:
        with quiet(), reporting_refusals(source.name):
            return LossForecast(_on_clone(config, steps_of, heads, source))
    except PlanError as error:
        return LossForecast(why_unknown=error.message)


def _on_clone(
    config: Config, steps_of: StepsOf, heads: Sequence[str], source: Address
) -> list[Loss]:
    def replay(schema_clone: Clone) -> None:
        with redirected(schema_clone):
            for head in heads:
                command.upgrade(config, head)
        close_connections()

    close_connections()
    versions = mounted().version_table
    with open_clone(source, replay) as schema_clone, schema_clone.address.connect() as copy:
        copy.autocommit = True
        if not schema_clone.method.startswith("replay"):
            _insert_heads(copy, versions, heads)
            with source.connect() as real:
                copy_records(copy, real)
        before = contents(copy, versions)
        try:
            with redirected(schema_clone), executed_statements(copy) as statements:
                revisions = _run(config, steps_of)
        finally:
            close_connections()
        lost = list(losses(before, contents(copy, versions)))
        lost += _own_changes(statements, before, lost)
    with source.connect() as real:
        return counted_losses(lost, real) + columns_without_values(real, revisions)


def _run(config: Config, steps_of: StepsOf) -> list[str]:
    """Run the steps, and return their revisions."""
    script = ScriptDirectory.from_config(config)
    revisions: list[str] = []

    def steps(heads: Any, context: Any) -> list[RevisionStep]:
        steps = [_naming_refusal(step) for step in steps_of(heads)]
        revisions.extend(step.revision.revision for step in steps)
        return steps

    with EnvironmentContext(config, script, fn=steps):
        script.run_env()
    return revisions


def _naming_refusal(step: RevisionStep) -> RevisionStep:
    """Return a copy of the step that raises NoDowngrade instead of NotImplementedError."""
    naming = copy(step)

    @wraps(step.migration_fn)
    def run(**arguments: Any) -> None:
        try:
            step.migration_fn(**arguments)
        except NotImplementedError as error:
            raise NoDowngrade(step.revision.revision, str(error)) from error

    naming.migration_fn = run
    return naming


def _own_changes(
    statements: Sequence[str], before: Contents, lost: Sequence[Loss]
) -> Iterator[Loss]:
    """Yield the revisions' own changes to rows that no dropped table or column loses anyway."""
    names = {
        (table.schema, table.name): {
            column.name for (oid, _), column in before.columns.items() if oid == number
        }
        for number, table in before.tables.items()
    }
    gone = {(loss.schema, loss.table, loss.column) for loss in lost}
    for change, sets in row_changes(statements):
        for (schema, table), columns in names.items():
            if table != change.table or (change.schema and schema != change.schema):
                continue
            remaining = {name for name in sets & columns if (schema, table, name) not in gone}
            if (schema, table, "") not in gone and (remaining or not sets):
                yield change


def _insert_heads(copy: Connection, versions: str, heads: Sequence[str]) -> None:
    insert = SQL("INSERT INTO {} VALUES (%s)").format(Identifier(*versions.split(".")))
    for head in heads:
        copy.execute(insert, (head,))


class NoDowngrade(click.ClickException):
    """A revision's downgrade() raises NotImplementedError."""

    def __init__(self, revision: str, why: str) -> None:
        self.revision, self.why = revision, why
        super().__init__(
            f"Revision {revision} cannot be downgraded: "
            f"{why.rstrip('.') or 'its downgrade() raises NotImplementedError'}. Nothing was "
            "changed."
        )

"""What a downgrade would lose: it runs on a clone first, and what goes there is counted here."""

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
from safemigrate.execute.loss.counting import counted
from safemigrate.execute.loss.loss import Loss
from safemigrate.execute.loss.revision_statements import changes_of_rows, heard
from safemigrate.execute.loss.set_aside_rows import noted_on, without_value
from safemigrate.postgres.address import Address
from safemigrate.project.default_database import default_engine
from safemigrate.project.mounted import mounted


@dataclass(frozen=True)
class Foreseen:
    """What is lost; why_not says why that could not be found out, and is blank where it could."""

    losses: list[Loss] = field(default_factory=list)
    why_not: str = ""


def foresee(config: Config, steps_of: StepsOf, heads: Sequence[str]) -> Foreseen:
    """Return what a downgrade of the application's default database would lose.

    steps_of  what it would run
    heads     the revisions that the database is at

    Raises NoWayBack where a revision says that it cannot be taken back, and whatever else a
    revision raises on the clone: it would stop the downgrade itself.
    """
    source = Address.of(default_engine(mounted().db).url)
    try:
        with quiet(), reporting_refusals(source.name):
            return Foreseen(_on_clone(config, steps_of, heads, source))
    except PlanError as error:
        return Foreseen(why_not=error.message)


def _on_clone(
    config: Config, steps_of: StepsOf, heads: Sequence[str], source: Address
) -> list[Loss]:
    def replay(made: Clone) -> None:
        with redirected(made):
            for head in heads:
                command.upgrade(config, head)
        close_connections()

    close_connections()
    versions = mounted().version_table
    with open_clone(source, replay) as made, made.address.connect() as copy:
        copy.autocommit = True
        if not made.method.startswith("replay"):
            _note(copy, versions, heads)
            with source.connect() as real:
                noted_on(copy, real)
        before = contents(copy, versions)
        try:
            with redirected(made), heard(copy) as said:
                ran = _run(config, steps_of)
        finally:
            close_connections()
        found = list(losses(before, contents(copy, versions)))
        found += _own_changes(said, before, found)
    with source.connect() as real:
        return counted(found, real) + without_value(real, ran)


def _run(config: Config, steps_of: StepsOf) -> list[str]:
    """Run them, and return their ids."""
    script = ScriptDirectory.from_config(config)
    ran: list[str] = []

    def steps(heads: Any, context: Any) -> list[RevisionStep]:
        named = [_with_name(step) for step in steps_of(heads)]
        ran.extend(step.revision.revision for step in named)
        return named

    with EnvironmentContext(config, script, fn=steps):
        script.run_env()
    return ran


def _with_name(step: RevisionStep) -> RevisionStep:
    """Return the step, whose NotImplementedError becomes NoWayBack."""
    named = copy(step)

    @wraps(step.migration_fn)
    def run(**arguments: Any) -> None:
        try:
            step.migration_fn(**arguments)
        except NotImplementedError as error:
            raise NoWayBack(step.revision.revision, str(error)) from error

    named.migration_fn = run
    return named


def _own_changes(said: Sequence[str], before: Contents, found: Sequence[Loss]) -> Iterator[Loss]:
    """Yield the revisions' own changes of rows that are there now and are not lost anyway."""
    names = {
        (table.schema, table.name): {
            column.name for (oid, _), column in before.columns.items() if oid == number
        }
        for number, table in before.tables.items()
    }
    gone = {(loss.schema, loss.table, loss.column) for loss in found}
    for change, sets in changes_of_rows(said):
        for (schema, table), columns in names.items():
            if table != change.table or (change.schema and schema != change.schema):
                continue
            left = {each for each in sets & columns if (schema, table, each) not in gone}
            if (schema, table, "") not in gone and (left or not sets):
                yield change


def _note(copy: Connection, versions: str, heads: Sequence[str]) -> None:
    insert = SQL("INSERT INTO {} VALUES (%s)").format(Identifier(*versions.split(".")))
    for head in heads:
        copy.execute(insert, (head,))


class NoWayBack(click.ClickException):
    """A revision's own downgrade() says that there is none."""

    def __init__(self, revision: str, why: str) -> None:
        self.revision, self.why = revision, why
        super().__init__(
            f"Revision {revision} cannot be taken back: "
            f"{why.rstrip('.') or 'its downgrade() says so'}. Nothing was changed."
        )

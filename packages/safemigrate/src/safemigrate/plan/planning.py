"""Makes a plan: runs the pending revisions on a clone, and records what they do there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import psycopg
from alembic import command
from alembic.config import Config
from psycopg.sql import SQL, Identifier

from safemigrate.catalogue.fingerprint import differences, fingerprint, lines
from safemigrate.clone.clone import Clone, open_clone
from safemigrate.clone.clone_errors import PlanError
from safemigrate.clone.redirect import redirected
from safemigrate.clone.replaying import close_connections, quiet, reporting_refusals
from safemigrate.clone.samples import plant
from safemigrate.plan.estimate import Estimate, estimates, facts_of
from safemigrate.plan.pending_revisions import PendingRevisions, files_of, pending_revisions
from safemigrate.plan.plan_errors import OtherDatabase
from safemigrate.plan.production import Production, has_rows, production
from safemigrate.plan.snapshot import relations
from safemigrate.plan.speeds import DEFAULT, Speeds, measured
from safemigrate.plan.tracing import Step, Tracer
from safemigrate.postgres.address import Address
from safemigrate.project.configuration import configured
from safemigrate.project.mounted import mounted
from safemigrate.project.sentences import sentence_for

WORTH_MEASURING = 1_000_000  # bytes; smaller tables take no noticeable time
NAMED = 3  # differences to list by name; the rest are counted


@dataclass
class Plan:
    """What the pending revisions would do."""

    target: str
    pending: PendingRevisions
    production: Production
    fingerprint: str
    where: str = ""
    method: str = ""
    notes: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    estimates: list[Estimate] = field(default_factory=list)
    speeds: Speeds = DEFAULT
    without_sample: dict[str, str] = field(default_factory=dict)
    failure: str | None = None


def make_plan(
    directory: str | None = None, target: str = "head", x_arg: str | Iterable[str] | None = None
) -> Plan:
    """Return the plan of an upgrade to `target`, of the application's default database.

    Raises PlanError if no clone can be created or the database is not PostgreSQL, and any error
    that env.py raises before a revision runs.  A revision that fails does not raise an error: its
    message is in the plan's `failure`.
    """
    url = mounted().db.engine.url
    if url.get_backend_name() != "postgresql":
        raise OtherDatabase(url.get_backend_name())
    source = Address.of(url)
    with configured(directory, x_arg=x_arg) as config, quiet(), reporting_refusals(source.name):
        pending = pending_revisions(config, target)
        with source.connect() as real:
            plan = Plan(target, pending, production(real), fingerprint(real))
            if pending.revisions:
                _run(plan, config, source, real)
    return plan


def _run(plan: Plan, config: Config, source: Address, real: psycopg.Connection) -> None:
    def replay(clone: Clone) -> None:
        with redirected(clone):
            for head in plan.pending.heads:
                command.upgrade(config, head)
        close_connections()

    close_connections()
    with open_clone(source, replay) as clone:
        plan.where, plan.method, plan.notes = clone.where, clone.method, clone.notes
        with clone.address.connect() as connection:
            if not clone.method.startswith("replay"):
                _note_heads(connection, plan.pending)
            plan.notes += _clone_differences(real, connection, plan.pending)
            plan.failure = _trace(plan, clone, connection, config, real)
            plan.speeds = _speeds(connection, plan)
        plan.estimates = estimates(plan.steps, plan.production.tables, plan.speeds)


def _trace(
    plan: Plan,
    clone: Clone,
    connection: psycopg.Connection,
    config: Config,
    real: psycopg.Connection,
) -> str | None:
    samples = plant(connection, exclude=plan.pending.version_tables)
    plan.without_sample = samples.refused
    tracer = Tracer(
        clone,
        samples,
        relations(connection),
        files=files_of(config),
        has_rows=lambda table: has_rows(real, [table]),
    )
    plan.steps = tracer.steps
    try:
        return _run_revisions(tracer, clone, config, plan.target)
    finally:
        close_connections()


def _run_revisions(tracer: Tracer, clone: Clone, config: Config, target: str) -> str | None:
    """Run the revisions; return the message of the error that stopped them, if any."""
    try:
        with redirected(clone), tracer.listening():
            command.upgrade(config, target)
    except PlanError:
        raise
    except Exception as error:
        return sentence_for(error) or f"{type(error).__name__}: {error}"
    return None


def _note_heads(connection: psycopg.Connection, pending: PendingRevisions) -> None:
    parts = [part for part in (pending.version_schema, pending.version_table) if part]
    insert = SQL("INSERT INTO {} VALUES (%s)").format(Identifier(*parts))
    for head in pending.heads:
        connection.execute(insert, (head,))


def _clone_differences(
    real: psycopg.Connection, copy: psycopg.Connection, pending: PendingRevisions
) -> list[str]:
    """Return a note for what only one of the two has, apart from Alembic's version table.

    A replay of no revision creates no version table, but a database downgraded to base has one.
    """
    missing, extra = differences(
        *(
            [line for line in lines(side) if not _is_of_version_table(line, pending)]
            for side in (real, copy)
        )
    )
    notes = []
    for verb, names in (("lacks", missing), ("also has", extra)):
        if names:
            rest = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            notes.append(f"The clone {verb} {', '.join(names[:NAMED])}{rest}.")
    return notes


def _is_of_version_table(line: tuple[str, str, str], pending: PendingRevisions) -> bool:
    """Return whether a line of the schema is the version table, or belongs to it."""
    kind, name, definition = line
    schema = re.escape(pending.version_schema) if pending.version_schema else r"\w+"
    table = rf'\b{schema}"?\."?{re.escape(pending.version_table)}"?(?=[. ]|$)'
    return bool(re.search(table, definition if kind == "index" else name))


def _speeds(connection: psycopg.Connection, plan: Plan) -> Speeds:
    """Measure the speeds if a large table is read or written; else return the defaults."""
    tables = plan.production.tables
    worked = {
        facts_of(step, table, tables).heap
        for step in plan.steps
        for table in (
            *step.verdict.rewritten,
            *step.verdict.scanned,
            *(build.table for build in step.verdict.built),
            *(check.table for check in step.verdict.checked),
        )
    }
    return measured(connection) if max(worked, default=0) >= WORTH_MEASURING else DEFAULT

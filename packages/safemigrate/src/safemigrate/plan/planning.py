"""Making a plan: the pending revisions run on a clone, and what they did there is written down."""

from __future__ import annotations

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
from safemigrate.plan.asked import Asked, asked, files_of
from safemigrate.plan.estimate import Estimate, estimates, facts_of
from safemigrate.plan.plan_errors import OtherDatabase
from safemigrate.plan.production import Production, has_rows, production
from safemigrate.plan.snapshot import relations
from safemigrate.plan.speeds import DEFAULT, Speeds, measured
from safemigrate.plan.tracing import Step, Tracer
from safemigrate.postgres.address import Address
from safemigrate.project.configuration import configured
from safemigrate.project.mounted import mounted
from safemigrate.project.sentences import sentence_for

WORTH_MEASURING = 1_000_000  # bytes; smaller tables are done with in no time anyway
NAMED = 3  # differences that are named; the rest is counted


@dataclass
class Plan:
    """What the pending revisions would do."""

    target: str
    asked: Asked
    production: Production
    fingerprint: str
    where: str = ""
    how: str = ""
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

    Raises PlanError where no clone can be made or the database is not PostgreSQL, and whatever a
    failing env.py raises before any revision runs.  A revision that fails does not raise: the
    plan's `failure` says so.
    """
    url = mounted().db.engine.url
    if url.get_backend_name() != "postgresql":
        raise OtherDatabase(url.get_backend_name())
    source = Address.of(url)
    with configured(directory, x_arg=x_arg) as config, quiet(), reporting_refusals(source.name):
        wanted = asked(config, target)
        with source.connect() as real:
            plan = Plan(target, wanted, production(real), fingerprint(real))
            if wanted.revisions:
                _run(plan, config, source, real)
    return plan


def _run(plan: Plan, config: Config, source: Address, real: psycopg.Connection) -> None:
    def replay(made: Clone) -> None:
        with redirected(made):
            for head in plan.asked.heads:
                command.upgrade(config, head)
        close_connections()

    close_connections()
    with open_clone(source, replay) as made:
        plan.where, plan.how, plan.notes = made.where, made.method, made.notes
        with made.address.connect() as connection:
            if not made.method.startswith("replay"):
                _note_heads(connection, plan.asked)
            plan.notes += _unlike(real, connection)
            plan.failure = _trace(plan, made, connection, config, real)
            plan.speeds = _speeds(connection, plan)
        plan.estimates = estimates(plan.steps, plan.production.tables, plan.speeds)


def _trace(
    plan: Plan,
    made: Clone,
    connection: psycopg.Connection,
    config: Config,
    real: psycopg.Connection,
) -> str | None:
    samples = plant(connection, besides=plan.asked.version_tables)
    plan.without_sample = samples.refused
    tracer = Tracer(
        made,
        samples,
        relations(connection),
        files=files_of(config),
        has_rows=lambda table: has_rows(real, [table]),
    )
    plan.steps = tracer.steps
    try:
        return _stopped(tracer, made, config, plan.target)
    finally:
        close_connections()


def _stopped(tracer: Tracer, made: Clone, config: Config, target: str) -> str | None:
    """Run the revisions; return the sentence for what stopped them, if anything did."""
    try:
        with redirected(made), tracer.listening():
            command.upgrade(config, target)
    except PlanError:
        raise
    except Exception as error:
        return sentence_for(error) or f"{type(error).__name__}: {error}"
    return None


def _note_heads(connection: psycopg.Connection, wanted: Asked) -> None:
    parts = [part for part in (wanted.version_schema, wanted.version_table) if part]
    insert = SQL("INSERT INTO {} VALUES (%s)").format(Identifier(*parts))
    for head in wanted.heads:
        connection.execute(insert, (head,))


def _unlike(real: psycopg.Connection, copy: psycopg.Connection) -> list[str]:
    missing, more = differences(lines(real), lines(copy))
    notes = []
    for what, names in (("lacks", missing), ("has besides", more)):
        if names:
            rest = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            notes.append(f"The clone {what} {', '.join(names[:NAMED])}{rest}.")
    return notes


def _speeds(connection: psycopg.Connection, plan: Plan) -> Speeds:
    """Measure where that matters, and where the server lets this user make a schema."""
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

"""One server with every case's tables full of rows, their clone, and the two answers to compare."""

import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psycopg

from safemigrate.clone.clone import open_clone
from safemigrate.clone.samples import Samples, plant
from safemigrate.plan import measure
from safemigrate.plan.snapshot import relations
from safemigrate.plan.statement_verdict import Verdict
from safemigrate.plan.tracing import Step, Tracer
from safemigrate.postgres.address import Address
from tests.plan.observer import REWRITES, Observed, observe
from tests.plan.truth_cases import BASE, CASES, Case


@dataclass
class Answer:
    """What the planner says of a case, with no row and with one in each table, and the truth."""

    case: Case
    empty: Verdict | str | None = None
    planned: Verdict | str = ""
    observed: Observed = field(default_factory=Observed)


def cases_of(major: int) -> list[Case]:
    """Return the cases that a major version knows."""
    return [case for case in CASES if case.since <= major <= case.until]


def answers(url: str, major: int) -> dict[str, Answer]:
    """Fill an empty database, and ask the planner and the observer about every case."""
    answers_by_case = {case.name: Answer(case) for case in cases_of(major)}
    _fill(url, answers_by_case)
    with open_clone(Address.of(url), _never) as copy:
        assert copy.method.startswith("pg_dump")
        assert copy.notes == []
        for answer in answers_by_case.values():
            if not answer.case.waits_for:  # those cannot be rolled back, and run only once
                answer.empty = _without_rows(answer.case, copy.address)
        with copy.address.connect() as connection:
            samples = plant(connection)
            assert samples.refused == {}
            existing = relations(connection)
        for answer in answers_by_case.values():
            mine = [table for table in samples.filled if table.schema == schema_of(answer.case)]
            tracer = Tracer(copy, Samples(mine), existing, files={}, has_rows=lambda table: True)
            answer.planned = _planned(answer.case, tracer)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(REWRITES)
    for answer in answers_by_case.values():
        answer.observed = observe(answer.case, url, schema_of(answer.case))
    return answers_by_case


def schema_of(case: Case) -> str:
    return f"case_{CASES.index(case)}"


def _never(clone: object) -> None:
    raise AssertionError("the schema is copied by pg_dump")


def _fill(url: str, answers_by_case: dict[str, Answer]) -> None:
    with psycopg.connect(url, autocommit=True, options="-c TimeZone=UTC") as connection:
        for answer in answers_by_case.values():
            schema = schema_of(answer.case)
            connection.execute(f"CREATE SCHEMA {schema}; SET search_path = {schema}")
            connection.execute(BASE)
            if answer.case.setup:
                connection.execute(answer.case.setup)


def _session(case: Case, address: Address) -> psycopg.Connection:
    connection = address.connect()
    measure.prepare(connection)
    connection.execute(f"SET search_path = {schema_of(case)}; SET TimeZone = 'UTC'")
    return connection


def _without_rows(case: Case, address: Address) -> Verdict | str:
    with _session(case, address) as connection:
        connection.autocommit = False
        work = partial(connection.execute, case.statement)
        try:
            return measure.inside(connection, work, case.statement)[0]
        except psycopg.Error as error:
            return error.sqlstate
        finally:
            connection.rollback()


def _planned(case: Case, tracer: Tracer) -> Verdict | str:
    step = Step("r1", Path("r1.py"), 1, case.statement)
    with _session(case, tracer.clone.address) as connection:
        try:
            tracer.trace(connection, partial(connection.execute, case.statement), step)
        except psycopg.Error as error:
            return error.sqlstate
    return step.verdict


def reported_names(observed: Observed, pattern: str) -> set[str]:
    """Return the names in what the server said."""
    matches = [re.search(pattern, line) for line in observed.messages]
    return {match[1].rpartition(".")[2] for match in matches if match}

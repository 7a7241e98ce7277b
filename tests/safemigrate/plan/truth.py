"""One server with every case's tables full of rows, their clone, and the two answers to compare."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from safemigrate.plan import measure
from safemigrate.plan.address import Address
from safemigrate.plan.clone import clone
from safemigrate.plan.verdict import Verdict
from tests.safemigrate.plan.observer import REWRITES, Observed, observe, told
from tests.safemigrate.plan.truth_cases import BASE, CASES, Case


def cases_of(major: int) -> list[Case]:
    """Return the cases that a major version knows."""
    return [case for case in CASES if case.since <= major <= case.until]


def schema_of(case: Case) -> str:
    return f"case_{CASES.index(case)}"


def never(clone: object) -> None:
    raise AssertionError("the schema is copied by pg_dump")


def fill(url: str, major: int) -> None:
    """Make every case's tables, with rows."""
    with psycopg.connect(url, autocommit=True, options="-c TimeZone=UTC") as connection:
        for case in cases_of(major):
            schema = schema_of(case)
            connection.execute(f"CREATE SCHEMA {schema}; SET search_path = {schema}")
            connection.execute(BASE)
            if case.setup:
                connection.execute(case.setup)


@contextmanager
def cloned(url: str) -> Iterator[str]:
    """Lend the address of the planner's clone; the event trigger comes after it was made."""
    with clone(Address.of(url), never) as made:
        assert made.how.startswith("pg_dump")
        assert made.notes == []
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(REWRITES)
        yield made.address


def planned(case: Case, address: Address) -> tuple[Verdict | None, str]:
    """Return the planner's verdict on a case, or the error's number."""
    with address.connect() as connection:
        measure.prepare(connection)
        connection.execute(f"SET search_path = {schema_of(case)}; SET TimeZone = 'UTC'")
        connection.autocommit = bool(case.waits_for)
        run = measure.outside if case.waits_for else measure.inside
        try:
            verdict, _, _ = run(
                connection, lambda: connection.execute(case.statement), case.statement
            )
        except psycopg.Error as error:
            return None, error.sqlstate or ""
        finally:
            connection.rollback()
        return verdict, ""


def really(case: Case, url: str) -> Observed:
    return observe(case, url, schema_of(case))


def facts(verdict: Verdict, parents: dict[str, str]) -> dict[str, object]:
    """Return what an observer of a full database must see, if a verdict is true."""
    short = {lock.relation: str(Verdict(locks=(lock,))).partition(":")[2] for lock in verdict.locks}
    return {
        "locks": short,
        "new files": {*verdict.rewritten, *verdict.emptied},
        "rewritten": set(verdict.rewritten),
        "built": {build.index for build in verdict.built},
        "scanned": set(verdict.scanned),
    }


__all__ = ["cases_of", "cloned", "facts", "fill", "planned", "really", "schema_of", "told"]

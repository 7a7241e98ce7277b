"""The planner's verdict on a clone is what a database full of rows really does, case by case.

`make test` asks the embedded PostgreSQL; POSTGRES_MAJORS, folders of programs with the path
separator between them, asks others: see benchmarks/fetch_postgres_majors.py.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import localpg
from safemigrate.plan.statement_verdict import Verdict
from safemigrate.postgres.locks import SHORT
from tests.plan.truth import Answer, answers, cases_of, reported_names
from tests.plan.truth_cases import CASES
from tiers import full

EMBEDDED = localpg.binaries()
MAJORS = [
    localpg.binaries(Path(folder))
    for folder in os.environ.get("POSTGRES_MAJORS", str(EMBEDDED.folder)).split(os.pathsep)
]
PARAMETERS = [
    pytest.param((installation, case), id=f"{installation.major}-{case.name}")
    for installation in MAJORS
    for case in cases_of(int(installation.major))
]
# Minor versions differ in locks that stop nobody (18.4 takes no ACCESS SHARE on p_pkey).
OF_THE_TABLE = [
    parameter for parameter in PARAMETERS if parameter.values[0][0].version == EMBEDDED.version
]
# These rewrite a table without firing event triggers.
TELLS_NO_TRIGGER = ("CLUSTER", "VACUUM", "REFRESH", "TRUNCATE")


@pytest.fixture(scope="module")
def answered() -> Iterator[dict[str, dict[str, Answer]]]:
    """Return an empty dictionary that keeps each major's answers."""
    return {}


@pytest.fixture
def answer(request, answered) -> Answer:
    installation, case = request.param
    if installation.version not in answered:
        with localpg.throwaway(binaries=installation) as server:
            server.create_database("truth")
            answered[installation.version] = answers(server.url("truth"), int(installation.major))
    return answered[installation.version][case.name]


def case_by_case(test):
    test = full(test)
    return pytest.mark.parametrize("answer", PARAMETERS, indirect=True)(test)


def test_there_are_enough_cases_and_each_has_a_name():
    assert len({case.name for case in CASES}) == len(CASES) >= 115


@case_by_case
def test_the_plan_is_what_really_happens(answer):
    planned, observed = answer.planned, answer.observed
    if not isinstance(planned, Verdict):
        assert planned == observed.error
        return
    assert observed.error == ""
    assert {lock.relation: SHORT[lock.mode] for lock in planned.locks} == observed.locks
    assert {*planned.rewritten, *planned.emptied} == observed.new_files
    assert {build.index for build in planned.built} == observed.new_index_files
    if not answer.case.statement.startswith(TELLS_NO_TRIGGER):
        assert set(planned.rewritten) == reported_names(observed, r"event trigger: rewrite of (.+)")


@case_by_case
def test_what_the_plan_says_is_read_is_read_to_the_last_row(answer):
    planned, observed = answer.planned, answer.observed
    if not isinstance(planned, Verdict) or not planned.transactional:
        return  # nothing was done, or the server's counters are of another transaction
    emptied = set(planned.emptied)
    read = {
        *planned.rewritten,
        *planned.scanned,
        *({build.table for build in planned.built} - emptied),
        *(check.table for check in planned.checked),
    }
    referred = {check.refers for check in planned.checked}
    assert read <= observed.read <= read | referred
    assert not set(planned.proved) & observed.read


@case_by_case
def test_the_server_says_the_same_with_rows(answer):
    planned, observed = answer.planned, answer.observed
    if not isinstance(planned, Verdict):
        return
    assert reported_names(observed, r'rewriting table "(.+)"') <= set(planned.rewritten)
    assert reported_names(observed, r'verifying table "(.+)"') <= set(planned.scanned)
    checked = {check.constraint for check in planned.checked}
    assert reported_names(observed, r'validating foreign key constraint "(.+)"') == checked


@case_by_case
def test_no_row_at_all_gives_the_same_plan(answer):
    if answer.case.waits_for:
        assert answer.empty is None
    elif answer.observed.error != "23502":  # what the sample row is for
        assert answer.empty == answer.planned


@full
@pytest.mark.parametrize("answer", OF_THE_TABLE, indirect=True)
def test_the_verdict_is_the_one_in_the_table(answer):
    planned = answer.planned
    assert str(planned if isinstance(planned, Verdict) else f"ERROR {planned}") == (
        answer.case.verdict
    )

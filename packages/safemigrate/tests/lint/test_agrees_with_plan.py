"""Lint, which sees no database, reports what the planner measures, and nothing else.

The statements and what PostgreSQL 18 does are the planner's own table, which its tests prove.
"""

import re

import pytest

from safemigrate.lint.finding import Finding
from safemigrate.lint.judgment import judge
from safemigrate.lint.rules import own_rules
from safemigrate.lint.trial import chain
from tests.plan.truth_cases import BASE, CASES, Case

STOPS_OTHERS = re.compile(r"(\w+):(?:S|SRX|X|AX)\b")
WORK = re.compile(r"(SCAN|REWRITE|EMPTY|FK|BUILD)\((\w+)\)")

# fmt: off
SPEAKS = [
    # statements without work under a lock, on which lint speaks, because
    ("drop column with a foreign key",           "LOCK020", "waits for every query of the other table, too: drop the key first"),
    ("drop table with a foreign key",            "LOCK020", "the same"),
    ("create index IF NOT EXISTS, there already", "LOCK001", "whether the index is there is not known before: where not, it is built"),
    ("drop index",                               "LOCK003", "stops reads while it waits; CONCURRENTLY does not"),
    ("timestamp to timestamptz, UTC",            "LOCK011", "free in UTC only, and the session's time zone is not known"),
    ("timestamptz to timestamp, UTC",            "LOCK011", "the same"),
    ("identity bigint to numeric",               "LOCK011", "PostgreSQL refuses it; of any other column it is a rewrite"),
    ("lock table",                               "LOCK025", "keeps the lock to the end, whatever comes"),
    ("attach partition next to a checked default", "LOCK013", "whether a check leaves the range out is not worked out"),
    ("create table PARTITION OF",                "LOCK014", "stops reads of all partitions while it waits; ATTACH does not"),
    ("detach partition",                         "LOCK015", "stops reads of all partitions while it waits; CONCURRENTLY does not"),
]
SILENT = [
    # statements with work under a lock, on which lint is silent, because
    ("refresh materialized view concurrently", "", "readers go on, and nobody else writes a materialized view"),
]
# fmt: on
EXPLAINED = {name: rules for name, rules, because in [*SPEAKS, *SILENT]}


def tables_at_work(case: Case) -> set[str]:
    """Return the tables that the work of a statement keeps others from."""
    locked = set(STOPS_OTHERS.findall(case.verdict))
    tables = {name for name in locked if not name.endswith(("_pkey", "_vi", "_key"))}
    return {
        table
        for work, name in WORK.findall(case.verdict)
        # An index is built under the lock of its table.
        for table in (tables if work == "BUILD" else {name} & locked)
    }


def lock_findings(case: Case) -> list[Finding]:
    step = f"op.execute({case.statement!r})"
    if "OUTSIDE" in case.verdict.split():
        step = f"with op.get_context().autocommit_block():\n    {step}"
    earlier = [f"op.execute({sql!r})" for sql in (BASE, case.setup) if sql]
    report = judge(chain(step, earlier=earlier, pg=18), own_rules())
    assert report.notes == ()
    return [finding for finding in report.findings if finding.rule.startswith("LOCK")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_lint_warns_of_what_keeps_others_out_and_of_nothing_else(case):
    at_work, findings = tables_at_work(case), lock_findings(case)
    rules = " ".join(sorted({finding.rule for finding in findings}))
    if case.name in EXPLAINED:
        assert rules == EXPLAINED[case.name]
        assert bool(rules) != bool(at_work), "the two agree: this needs no explanation"
    else:
        assert bool(rules) == bool(at_work), (case.verdict, rules)


@pytest.mark.parametrize(
    "case", [case for case in CASES if tables_at_work(case)], ids=lambda case: case.name
)
def test_the_finding_names_a_table_that_is_locked(case):
    locked = set(STOPS_OTHERS.findall(case.verdict))
    for finding in lock_findings(case):
        assert locked & set(re.findall(r"\w+", finding.message)), finding.message


def test_every_explanation_is_of_a_case():
    assert EXPLAINED.keys() <= {case.name for case in CASES}

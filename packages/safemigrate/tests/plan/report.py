"""Writes docs/reference/planner-truth.md, and the whole table: each case on each major.

    POSTGRES_MAJORS=… python -m tests.plan.report SQUAWK TABLE

POSTGRES_MAJORS is what benchmarks.fetch_postgres_majors prints, SQUAWK the program of squawk-cli,
TABLE the file to write the whole table to.
"""

import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import localpg
from safemigrate.plan.statement_verdict import Verdict
from tests.plan.truth import Answer, answers
from tests.plan.truth_cases import CASES, Case

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "planner-truth.md"
STYLE_RULES = (
    "prefer-robust-stmts,require-timeout-settings,require-lock-timeout,require-statement-timeout,"
    "prefer-bigint-over-int,prefer-identity,prefer-text-field,prefer-timestamptz,ban-char-field,"
    "require-table-schema"
)
# Changes of rows are none of its rules, and nobody writes to a new table or a materialized view.
NOT_ITS_TRADE = (
    "UPDATE", "DELETE", "INSERT", "CREATE TABLE", "REFRESH MATERIALIZED VIEW CONCURRENTLY",
)  # fmt: skip
# fmt: off
KINDS = [
    # what PostgreSQL does                                            what its verdict contains
    ("refuses the statement",                                         r"^ERROR"),
    ("rewrites a table, or replaces its file by an empty one",        r"REWRITE|EMPTY"),
    ("builds an index of an existing table",                          r"BUILD"),
    ("reads every row, or looks each one up in the referenced table", r"SCAN|FK"),
    ("does no work, but blocks reads and writes for a moment",        r":AX"),
    ("does no work, but blocks writes for a moment",                  r":(S|SRX|X)\b"),
    ("blocks neither reads nor writes",                               r""),
]
# fmt: on
PAGE_TEXT = """# Planner truth

`db plan` was compared with what PostgreSQL really does, on {count} statements and {majors}.
**They agree in {agree:,} of {asked:,} runs.**{differing}

## What is compared

Each major runs each statement that it knows in two places:

- on a clone of the schema, through the planner's tracer: once with empty tables, and once with one
  made-up row in each table;
- on tables of {rows:,} rows, watched from outside. A second session reads the locks. An event trigger
  and the names of the files on disk show rewrites, new index files show builds, and the server's
  counters show which rows were read.

A run agrees if both show the same error, or the same locks, rewrites and index builds, and every
table that the plan reports as read was read to the last row.

| what PostgreSQL {newest} does | statements |
|---|---|
{kinds}

## Where majors differ

A plan is measured on a clone and holds for the clone's version, which `db plan` prints.

| statement | majors | PostgreSQL does |
|---|---|---|
{majors_differ}

{legend}

## What a linter of SQL text finds

[squawk](https://squawkhq.com) reads each statement alone; it knows neither the tables nor the
server. {squawk_version} ran with `--pg-version 18` and without its style rules (types, names,
timeouts).

It **misses {missed_count}** statements that rewrite, read or build under a lock that blocks writes:
{missed}.

It **warns of {needless_count}** type changes for which PostgreSQL touches no row, such as
{needless}.

## Run it yourself

As tests, from the root of this repository:

    make test-majors MAJORS=12,13,14,15,16,17,18

To write this page and the whole table, one row for each statement and verdict, in
`packages/safemigrate`:

    export POSTGRES_MAJORS="$(python -m benchmarks.fetch_postgres_majors)"
    python -m tests.plan.report SQUAWK table.md

`SQUAWK` is the program of `pip install squawk-cli`. The statements are in
`tests/plan/truth_cases.py`.
"""
LEGEND = """Locks: AS access share, RS row share, RX row exclusive, SUX share update exclusive, S share, SRX
share row exclusive, X exclusive, AX access exclusive. S, SRX and X block writes; AX blocks reads,
too. REWRITE: the table is rewritten. BUILD: an index is built. `t` has the indexes `t_pkey` and
`t_vi`; `pt` is partitioned.
"""
TABLE_TEXT = """# Planner truth: the whole table

{legend}
EMPTY: its file is replaced by an empty one. SCAN: every row is read. FK: every row is looked up in
the referenced table. PROVED: the rows are not read, because a constraint proves the fact. OUTSIDE:
PostgreSQL refuses to run it in a transaction. ERROR: PostgreSQL refuses it, with this SQLSTATE. `p`
is a table that `t` references. squawk, `missed`: the statement rewrites, reads or builds under a
lock that blocks writes, and squawk finds nothing; `no work`: it warns of a type change for which
PostgreSQL touches no row.

| statement | majors | PostgreSQL does | squawk |
|---|---|---|---|
{rows}
"""


def main() -> None:
    program, table = sys.argv[1:]
    by_major: dict[int, dict[str, Answer]] = {}
    for folder in os.environ.get("POSTGRES_MAJORS", str(localpg.binaries().folder)).split(
        os.pathsep
    ):
        installation = localpg.binaries(Path(folder))
        with localpg.throwaway(binaries=installation) as server:
            server.create_database("truth")
            by_major[int(installation.major)] = answers(
                server.url("truth"), int(installation.major)
            )
    squawk = Squawk(program)
    lines = [line for case in CASES for line in _rows(case, by_major, squawk)]
    Path(table).write_text(TABLE_TEXT.format(legend=LEGEND, rows="\n".join(lines)))
    PAGE.write_text(_page(by_major, squawk))


def _page(by_major: dict[int, dict[str, Answer]], squawk: "Squawk") -> str:
    runs = [(major, answer) for major, cases in by_major.items() for answer in cases.values()]
    differing = [
        f"- {answer.case.name}, PostgreSQL {major}" for major, answer in runs if not _agrees(answer)
    ]
    verdicts_by_case = [(case, _majors_by_verdict(case, by_major)) for case in CASES]
    return PAGE_TEXT.format(
        count=len(CASES),
        majors=f"PostgreSQL {min(by_major)} to {max(by_major)}",
        newest=max(by_major),
        agree=len(runs) - len(differing),
        asked=len(runs),
        differing="\n\nThey differ in:\n\n" + "\n".join(differing) if differing else "",
        rows=1000,
        kinds="\n".join(_kinds(by_major[max(by_major)])),
        majors_differ="\n".join(
            f"| {case.name} | {_span(majors)} | {verdict} |"
            for case, verdicts in verdicts_by_case
            if len(verdicts) > 1
            for verdict, majors in verdicts.items()
        ),
        legend=LEGEND.strip(),
        squawk_version=squawk.version,
        missed_count=len(squawk.missed),
        missed=_wrapped(squawk.missed),
        needless_count=len(squawk.needless),
        needless=_wrapped(squawk.needless[:3]),
    )


def _kinds(answers_by_case: dict[str, Answer]) -> Iterator[str]:
    verdicts = [_text(answer) for answer in answers_by_case.values()]
    for kind, pattern in KINDS:
        matching = [verdict for verdict in verdicts if re.search(pattern, verdict)]
        verdicts = [verdict for verdict in verdicts if verdict not in matching]
        yield f"| {kind} | {len(matching)} |"


def _wrapped(names: list[str]) -> str:
    return textwrap.fill("; ".join(names), 100)


def _agrees(answer: Answer) -> bool:
    planned, observed = answer.planned, answer.observed
    if not isinstance(planned, Verdict):
        return planned == observed.error
    locks = {lock.relation: str(Verdict(locks=(lock,))).partition(":")[2] for lock in planned.locks}
    return (
        not observed.error
        and locks == observed.locks
        and {*planned.rewritten, *planned.emptied} == observed.new_files
        and {build.index for build in planned.built} == observed.new_index_files
        and (not planned.transactional or set(planned.scanned) <= observed.read)
    )


def _text(answer: Answer) -> str:
    planned = answer.planned
    return str(planned) if isinstance(planned, Verdict) else f"ERROR {planned}"


def _majors_by_verdict(case: Case, by_major: dict[int, dict[str, Answer]]) -> dict[str, list[int]]:
    majors: dict[str, list[int]] = {}
    for major, answers_of_major in sorted(by_major.items()):
        if case.name in answers_of_major:
            majors.setdefault(_text(answers_of_major[case.name]), []).append(major)
    return majors


def _rows(case: Case, by_major: dict[int, dict[str, Answer]], squawk: "Squawk") -> list[str]:
    majors_by_verdict = _majors_by_verdict(case, by_major)
    opinion = squawk.of(case, next(iter(majors_by_verdict)) if majors_by_verdict else "")
    return [
        f"| {case.name} | {_span(majors)} | {verdict.replace('|', ' ')} | {opinion} |"
        for verdict, majors in majors_by_verdict.items()
    ]


def _span(majors: list[int]) -> str:
    return str(majors[0]) if len(majors) == 1 else f"{majors[0]}–{majors[-1]}"


class Squawk:
    """Another tool's opinion of each statement."""

    def __init__(self, program: str) -> None:
        self.program = program
        version_output = subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=True
        )
        self.version = version_output.stdout.strip()
        self.missed: list[str] = []
        self.needless: list[str] = []

    def of(self, case: Case, verdict: str) -> str:
        """Return the rules that it names, and whether that misses something or is needless."""
        rules = self._rules(case)
        strong = any(f":{mode}" in verdict for mode in ("S ", "SRX", "X ", "AX"))
        works = any(word in verdict for word in ("REWRITE", "SCAN", "BUILD", "FK", "EMPTY"))
        changes_rows = case.statement.startswith(NOT_ITS_TRADE)
        if works and strong and not rules and not changes_rows:
            self.missed.append(case.name)
            return "missed"
        if "changing-column-type" in rules and not works and not verdict.startswith("ERROR"):
            self.needless.append(case.name)
            return f"{', '.join(rules)} (no work)"
        return ", ".join(rules) or "–"

    def _rules(self, case: Case) -> list[str]:
        words = [self.program, "--reporter=json", "--pg-version=18", f"--exclude={STYLE_RULES}"]
        if not case.waits_for:
            words.append("--assume-in-transaction")
        process = subprocess.run(
            words, input=f"{case.statement};", capture_output=True, text=True, check=False
        )  # it exits with 1 where it finds something
        return sorted({finding["rule_name"] for finding in json.loads(process.stdout or "[]")})


if __name__ == "__main__":
    main()

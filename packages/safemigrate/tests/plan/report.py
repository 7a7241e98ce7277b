"""Writes docs/reference/planner-truth.md: every case on every major, with squawk's opinion.

    POSTGRES_MAJORS=… python -m tests.plan.report SQUAWK

POSTGRES_MAJORS is what benchmarks.fetch_postgres_majors prints, SQUAWK the program of squawk-cli.
"""

import json
import os
import subprocess
import sys
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
HEAD = """# Planner truth

What `db plan` says of {count} statements, and what PostgreSQL really does. Each statement is run
twice on each major: through the planner's tracer on a clone of the schema (with no row, and with
one made-up row in each table), and on tables of {rows:,} rows that are watched from outside: a second
session reads the locks, an event trigger and the names of the files on disk tell rewrites, new
index files tell builds, and the server's counters of rows tell what was read.

**The two agree in {agree:,} of {asked:,} runs.** `make test` proves it on the embedded PostgreSQL,
`make test-majors` on {majors}.

Locks: AS access share, RS row share, RX row exclusive, SUX share update exclusive, S share, SRX
share row exclusive, X exclusive, AX access exclusive. S, SRX and X stop writes, AX stops reads,
too. REWRITE: the table is rewritten. EMPTY: its file is replaced by an empty one. SCAN: every
row is read. BUILD: an index is built. FK: every row of the table is looked up. PROVED: not read,
because a constraint already proves it. OUTSIDE: refuses to run in a transaction. ERROR: refused,
with SQLSTATE. Tables: t has the indexes t_pkey and t_vi; p is referred to; pt is partitioned.

The last column is what {squawk} says of the same statement alone, with `--pg-version` 18,
in a transaction where the statement runs in one, and without its rules of style (types, names,
timeouts). It reads text and knows no tables, so it cannot know what the setup (in
`tests/plan/truth_cases.py`) made; the column shows what a reader of both would see. `missed`: the statement rewrites, reads or builds under a lock
that stops writes, and squawk says nothing. `no work`: squawk speaks of a change of type that
PostgreSQL makes without touching a row.

| statement | majors | PostgreSQL does | squawk |
|---|---|---|---|
"""


def main() -> None:
    folders = os.environ.get("POSTGRES_MAJORS", str(localpg.binaries().folder)).split(os.pathsep)
    by_major: dict[int, dict[str, Answer]] = {}
    for folder in folders:
        installation = localpg.binaries(Path(folder))
        with localpg.throwaway(binaries=installation) as server:
            server.create_database("truth")
            by_major[int(installation.major)] = answers(
                server.url("truth"), int(installation.major)
            )
    squawk = Squawk(sys.argv[1])
    lines = [line for case in CASES for line in _rows(case, by_major, squawk)]
    total = sum(len(cases) for cases in by_major.values())
    agree = sum(_agrees(answer) for cases in by_major.values() for answer in cases.values())
    head = HEAD.format(
        count=len(CASES), rows=1000, agree=agree, asked=total, squawk=squawk.version,
        majors=f"PostgreSQL {min(by_major)} to {max(by_major)}",
    )  # fmt: skip
    PAGE.write_text(head + "\n".join(lines) + "\n" + squawk.summary())


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


def _rows(case: Case, by_major: dict[int, dict[str, Answer]], squawk: "Squawk") -> list[str]:
    majors_by_verdict: dict[str, list[int]] = {}
    for major, answers_of_major in sorted(by_major.items()):
        if case.name in answers_of_major:
            planned = answers_of_major[case.name].planned
            text = str(planned) if isinstance(planned, Verdict) else f"ERROR {planned}"
            majors_by_verdict.setdefault(text, []).append(major)
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

    def summary(self) -> str:
        """Return what the column adds up to."""
        return (
            f"\n{self.version} missed {len(self.missed)} statements and speaks of a change of type "
            f"{len(self.needless)} times where PostgreSQL touches no row.\n"
        )

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

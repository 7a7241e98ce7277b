"""A revision blocks the application no longer than --max-block allows.

It runs on a copy with one row in each table, where PostgreSQL reports what it locks, reads and
rewrites.  The time is estimated from the sizes of the application's own tables, or from --rows in
each.  The wait for a lock comes on top, as in `db plan`.
"""

from __future__ import annotations

from textwrap import shorten

from alembic import command

from safemigrate.clone.clone import Clone
from safemigrate.clone.samples import Samples
from safemigrate.plan.estimate import Tables, estimates
from safemigrate.plan.pending_revisions import files_of
from safemigrate.plan.production import TableFacts, production
from safemigrate.plan.snapshot import relations
from safemigrate.plan.speeds import DEFAULT
from safemigrate.plan.tracing import Step, Tracer
from safemigrate.postgres.address import Address
from safemigrate.postgres.durations import duration_words
from safemigrate.project.invocation import typed
from safemigrate.testing.bench import Bench
from safemigrate.testing.check_errors import NoBudget
from safemigrate.testing.check_verdict import PASSED, Verdict, failed, not_run

NAME = "budget"
SHORT = 120  # characters of a statement that is shown
_WIDTHS = """
SELECT n.nspname, c.relname,
       (28 + (SELECT coalesce(sum(CASE WHEN attlen > 0 THEN attlen ELSE 16 END), 0)
              FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped))::int
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^(pg_|_migrate|information_schema)'
"""


def check_each(bench: Bench, revision: str) -> Verdict:
    if bench.max_block is None:
        raise NoBudget
    trial = bench.walk.to(revision)
    if trial.after is None:
        return not_run(f"{revision} cannot be applied.")
    with bench.shelf.temporary_copy(trial.before.clone) as clone:
        steps = _traced(bench, clone, revision)
    tables = _tables(bench, trial.before.clone.address)
    costs = list(zip(steps, estimates(steps, tables, DEFAULT), strict=True))
    worst = max(costs, key=lambda pair: pair[1].blocked, default=None)
    if worst is None or worst[1].blocked <= bench.max_block:
        return PASSED
    step, estimate = worst
    statement = shorten(step.sql, SHORT, placeholder=" …")
    return failed(
        f"{bench.named(trial.script)}, line {step.line}, blocks the application for about "
        f"{duration_words(estimate.blocked)} (allowed: {duration_words(bench.max_block)}): "
        f"{statement}. "
        f"`{typed('lint')}` shows what to write instead."
    )


def _traced(bench: Bench, clone: Clone, revision: str) -> list[Step]:
    with clone.address.connect() as connection:
        existing = relations(connection)
    tracer = Tracer(
        clone,
        Samples(),
        existing,
        files=files_of(bench.project.config),
        has_rows=lambda table: True,
    )
    with bench.project.redirected_to(clone), tracer.listening():
        command.upgrade(bench.project.config, revision)
    return tracer.steps


def _tables(bench: Bench, before: Address) -> Tables:
    if bench.rows is None:
        with bench.source.connect() as real:
            return production(real).tables
    with before.connect() as connection:
        return {
            (str(schema), str(name)): TableFacts(rows=bench.rows, heap=bench.rows * int(width))
            for schema, name, width in connection.execute(_WIDTHS)
        }

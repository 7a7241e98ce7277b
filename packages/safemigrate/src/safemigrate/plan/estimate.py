"""Estimates time, disk and WAL from a statement's work on the clone and the real table sizes.

Every figure is an estimate: work grows with bytes or rows at the speeds of `speeds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from safemigrate.plan.production import TableFacts
from safemigrate.plan.speeds import Speeds
from safemigrate.plan.tracing import Step
from safemigrate.postgres.locks import Lock

Tables = Mapping[tuple[str, str], TableFacts]
FILL = 0.9  # fill factor of a new index's pages


@dataclass(frozen=True)
class Estimate:
    """The cost of a statement on the real database.

    seconds  its duration
    blocked  seconds until its transaction ends, if it blocks the application; else 0
    disk     additional bytes needed while it runs
    wal      bytes of write-ahead log
    """

    seconds: float = 0.0
    blocked: float = 0.0
    disk: int = 0
    wal: int = 0


def facts_of(step: Step, relation: str, tables: Tables) -> TableFacts:
    """Return the facts of the real table with this name; all zero for a new table."""
    return tables.get(step.tables.get(relation, ("", "")), TableFacts())


def blocking(step: Step) -> tuple[Lock, ...]:
    """Return the locks of a step that block the application, on relations that existed before."""
    return tuple(
        lock for lock in step.verdict.locks if lock.blocks_traffic and lock.relation in step.tables
    )


def estimates(steps: Sequence[Step], tables: Tables, speeds: Speeds) -> list[Estimate]:
    """Return each step's estimate."""
    costs = [_cost(step, tables, speeds) for step in steps]
    results = []
    for number, (step, (seconds, disk)) in enumerate(zip(steps, costs, strict=True)):
        rest = sum(
            cost[0]
            for later, cost in zip(steps[number:], costs[number:], strict=True)
            if later.transaction == step.transaction
        )
        results.append(Estimate(seconds, rest if blocking(step) else 0.0, disk, disk))
    return results


def _cost(step: Step, tables: Tables, speeds: Speeds) -> tuple[float, int]:
    """Return seconds and bytes."""
    verdict = step.verdict
    seconds, size = step.seconds, 0
    for table in verdict.scanned:
        seconds += facts_of(step, table, tables).heap / speeds.scan
    for table in verdict.rewritten:
        heap = facts_of(step, table, tables).heap
        seconds += heap / speeds.rewrite
        size += heap
    for build in verdict.built:
        if build.table in verdict.emptied:
            continue
        rows = facts_of(step, build.table, tables).rows
        seconds += rows / speeds.build
        size += int(rows * step.widths.get(build.index, 32) / FILL)
    for check in verdict.checked:
        seconds += facts_of(step, check.table, tables).rows / speeds.check
    if step.verb in {"UPDATE", "DELETE"}:
        # The number of rows it changes is unknown; all rows is the maximum.
        for lock in verdict.locks:
            if lock.mode == "RowExclusive":
                facts = facts_of(step, lock.relation, tables)
                seconds += facts.rows / speeds.change
                size += facts.total if step.verb == "UPDATE" else facts.heap // 4
    return seconds, size

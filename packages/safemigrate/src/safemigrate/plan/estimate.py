"""From what a statement did on the clone and the real tables' sizes to time, disk and log.

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
FILL = 0.9  # of a new index's pages


@dataclass(frozen=True)
class Estimate:
    """What a statement will cost on the real database.

    seconds  how long it runs
    blocked  seconds until its transaction ends, if it locks somebody out; else 0
    disk     bytes needed while it runs, beside what is there
    wal      bytes of write-ahead log
    """

    seconds: float = 0.0
    blocked: float = 0.0
    disk: int = 0
    wal: int = 0


def facts_of(step: Step, relation: str, tables: Tables) -> TableFacts:
    """Return the real table behind a name in a step; all zero for one made since."""
    return tables.get(step.tables.get(relation, ("", "")), TableFacts())


def blocking(step: Step) -> tuple[Lock, ...]:
    """Return the locks of a step that keep an application waiting, on relations it can know."""
    return tuple(
        lock for lock in step.verdict.locks if lock.blocks_traffic and lock.relation in step.tables
    )


def estimates(steps: Sequence[Step], tables: Tables, speeds: Speeds) -> list[Estimate]:
    """Return each step's estimate."""
    costs = [_cost(step, tables, speeds) for step in steps]
    found = []
    for number, (step, (seconds, disk)) in enumerate(zip(steps, costs, strict=True)):
        rest = sum(
            cost[0]
            for later, cost in zip(steps[number:], costs[number:], strict=True)
            if later.transaction == step.transaction
        )
        found.append(Estimate(seconds, rest if blocking(step) else 0.0, disk, disk))
    return found


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
        # Nobody knows how many rows it means; all of them is the most.
        for lock in verdict.locks:
            if lock.mode == "RowExclusive":
                facts = facts_of(step, lock.relation, tables)
                seconds += facts.rows / speeds.change
                size += facts.total if step.verb == "UPDATE" else facts.heap // 4
    return seconds, size

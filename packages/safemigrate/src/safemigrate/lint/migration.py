"""One revision as the rules see it: its steps, the schema before each step, and its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from safemigrate.lint.effects import BLOCKS_WRITING, Effects, effects
from safemigrate.lint.known_schema import Schema
from safemigrate.lint.operations import CreateTable, Operation, SetParameter
from safemigrate.lint.recording.tape import UnreadLine
from safemigrate.lint.source import Source
from safemigrate.postgres.versions import OLDEST

O = TypeVar("O")  # noqa: E741 (an operation)


@dataclass(frozen=True)
class Step:
    """One operation; lines of the file, innermost call first; transaction None is outside one."""

    operation: Operation
    before: Schema
    lines: tuple[int, ...]
    transaction: int | None
    text: str
    effects: Effects = field(default_factory=Effects)

    @property
    def line(self) -> int:
        """Return the line of the call."""
        return self.lines[0]


@dataclass(frozen=True)
class Migration:
    """A revision.

    phase            expand, backfill or contract, as the file says; None if it does not say
    together         the revisions deployed with this one, including itself
    steps            what upgrade does
    downgrade_steps  what downgrade does
    after            the schema after upgrade
    pg               the oldest major version of PostgreSQL that the migration must run on
    """

    revision: str
    follows: tuple[str, ...]
    source: Source
    phase: str | None = None
    together: frozenset[str] = frozenset()
    steps: tuple[Step, ...] = ()
    downgrade_steps: tuple[Step, ...] = ()
    after: Schema = field(default_factory=Schema)
    unread_lines: tuple[UnreadLine, ...] = ()
    unread_downgrade_lines: tuple[UnreadLine, ...] = ()
    pg: int = OLDEST

    def each(self, kind: type[O]) -> Iterator[tuple[Step, O]]:
        """Yield every operation of a kind in upgrade, with its step."""
        for step in self.steps:
            if isinstance(step.operation, kind):
                yield step, step.operation

    def is_new(self, step: Step, table: str) -> bool:
        """Return whether this revision, or one deployed with it, creates a table.

        Nobody uses such a table yet, and it is usually empty.
        """
        return step.before.table(table).created_in in self.together

    def is_new_column(self, step: Step, table: str, column: str) -> bool:
        """Return whether this revision, or one deployed with it, adds a column."""
        before = step.before.table(table)
        return before.created_in in self.together or before.added_in.get(column) in self.together

    def blocking_lock(self, step: Step) -> tuple[str, str] | None:
        """Return an existing table that a step locks against writing, and the lock's mode."""
        if isinstance(step.operation, CreateTable):
            return None  # LOCK019
        for table, mode in step.effects.locks.items():
            if mode in BLOCKS_WRITING and not self.is_new(step, table):
                return table, mode
        return None

    def same_transaction(self, step: Step) -> Iterator[Step]:
        """Yield the upgrade steps that share a transaction with a step, including that step."""
        if step.transaction is None:
            yield step
            return
        for other in self.steps:
            if other.transaction == step.transaction:
                yield other

    def earlier(self, step: Step) -> Iterator[Step]:
        """Yield the earlier steps of the same transaction."""
        for other in self.same_transaction(step):
            if other is step:
                return
            yield other


def effects_after(op: Operation, before: Schema, earlier: list[Step], *, pg: int) -> Effects:
    """Return what an operation does, given that earlier steps may have set the time zone."""
    zones = [
        step.operation.value.upper()
        for step in earlier
        if isinstance(step.operation, SetParameter) and step.operation.name.lower() == "timezone"
    ]
    utc = bool(zones) and zones[-1] in {"UTC", "ETC/UTC", "GMT"}
    return effects(op, before, pg=pg, utc=utc)

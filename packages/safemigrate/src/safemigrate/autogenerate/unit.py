"""One change of a migration, with its way back, what it locks and when it may be deployed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from alembic.operations import MigrateOperation, ops

from safemigrate.autogenerate.call import Call
from safemigrate.project.own_transactions import OPERATIONS

MOMENT = "ACCESS EXCLUSIVE for a moment"
BUILT = "SHARE UPDATE EXCLUSIVE while an index is built: everybody reads and writes"
CHECKED = "a strong lock for a moment; then its rows are checked while everybody works"


class Phase(StrEnum):
    """When a revision runs: before the code that needs it, or after the code that did not obey."""

    EXPAND = "expand"
    BACKFILL = "backfill"
    CONTRACT = "contract"


class Turn(IntEnum):
    """When a unit's revision comes: everything else uses the new names, so these are first.

    A change of type has steps of its own in between, whose phases are not in the order of all
    others: it begins with what was there, and ends before anything is asked of the new type.
    """

    RENAMES = 0
    EXPAND = 1
    BACKFILL = 2
    TYPES = 3
    OLD_TYPES = 4
    CONTRACT = 5


_TURNS = {
    Phase.EXPAND: Turn.EXPAND,
    Phase.BACKFILL: Turn.BACKFILL,
    Phase.CONTRACT: Turn.CONTRACT,
}


@dataclass(frozen=True)
class Unit:
    """A change and its way back.

    locks  what it locks, in words; blank where that is nothing
    asked  its turn, where that is not its phase's
    """

    phase: Phase
    up: tuple[MigrateOperation, ...]
    down: tuple[MigrateOperation, ...]
    locks: str = ""
    asked: Turn | None = None

    @property
    def turn(self) -> Turn:
        """When its revision comes."""
        return _TURNS[self.phase] if self.asked is None else self.asked

    @property
    def is_alone(self) -> bool:
        """Whether it leaves the revision's transaction: nothing else may share its revision then.

        What a stopped step leaves is kept, and stock Alembic would begin the revision anew.
        """
        both = (*self.up, *self.down)
        return any(isinstance(change, Call) and change.name in OPERATIONS for change in both)


def plain(change: MigrateOperation) -> Unit:
    """Return a change as Alembic writes it."""
    table = getattr(change, "table_name", None)
    return Unit(Phase.EXPAND, (change,), (change.reverse(),), f"{table}: {MOMENT}" if table else "")


def table_of(change: MigrateOperation) -> tuple[str | None, str | None]:
    """Return schema and name of the table that a change is of."""
    if isinstance(change, ops.CreateForeignKeyOp):
        return change.kw.get("source_schema"), change.source_table
    return getattr(change, "schema", None), getattr(change, "table_name", None)

"""One change of a migration, with its downgrade, its locks and the phase to deploy it in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from alembic.operations import MigrateOperation, ops

from safemigrate.autogenerate.call import Call
from safemigrate.project.own_transactions import OPERATIONS

MOMENT = "ACCESS EXCLUSIVE for a moment"
BUILT = "SHARE UPDATE EXCLUSIVE while an index is built (reads and writes continue)"
_VALIDATED = "then rows are validated (reads and writes continue)"
CHECKED = f"{MOMENT}; {_VALIDATED}"
DROPPED = "SHARE UPDATE EXCLUSIVE while an index is dropped (reads and writes continue)"
REFERRED_TO = "SHARE ROW EXCLUSIVE for a moment (nobody writes)"
INHERITED = "SHARE UPDATE EXCLUSIVE for a moment (reads and writes continue)"
KEY_CHECKED = f"SHARE ROW EXCLUSIVE for a moment; {_VALIDATED}"


class Phase(StrEnum):
    """When a revision is deployed: before the code that needs it, or after the old code is gone."""

    EXPAND = "expand"
    BACKFILL = "backfill"
    CONTRACT = "contract"


class Turn(IntEnum):
    """The order of revisions: renames come first, because everything else uses the new names.

    The steps of a change of type stay together, outside the order of phases: it starts from the
    existing column and finishes before anything is enforced on the new type.
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
    """A change and its downgrade.

    locks     what it locks, in words; blank for nothing
    own_turn  its turn, if it is not its phase's
    """

    phase: Phase
    up: tuple[MigrateOperation, ...]
    down: tuple[MigrateOperation, ...]
    locks: str = ""
    own_turn: Turn | None = None

    @property
    def turn(self) -> Turn:
        """The place of its revision in the order of all."""
        return _TURNS[self.phase] if self.own_turn is None else self.own_turn

    @property
    def is_alone(self) -> bool:
        """Whether it runs outside the revision's transaction and so must be the only unit in it.

        An interrupted one leaves committed work, and stock Alembic would run the revision again.
        """
        changes = (*self.up, *self.down)
        return any(isinstance(change, Call) and change.name in OPERATIONS for change in changes)


def plain(change: MigrateOperation) -> Unit:
    """Return a change as Alembic writes it."""
    table = getattr(change, "table_name", None)
    return Unit(Phase.EXPAND, (change,), (change.reverse(),), f"{table}: {MOMENT}" if table else "")


def table_of(change: MigrateOperation) -> tuple[str | None, str | None]:
    """Return schema and name of the table that a change belongs to."""
    if isinstance(change, ops.CreateForeignKeyOp):
        return change.kw.get("source_schema"), change.source_table
    return getattr(change, "schema", None), getattr(change, "table_name", None)

"""One change of a migration, with its way back, what it locks and when it may be deployed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from alembic.operations import MigrateOperation

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.written import Written

MOMENT = "ACCESS EXCLUSIVE for a moment"
BUILT = "SHARE UPDATE EXCLUSIVE while an index is built: everybody reads and writes"
CHECKED = "a strong lock for a moment; then its rows are checked while everybody works"
OWN_STEPS = {
    "add_check_safely",
    "add_enum_value",
    "add_foreign_key_safely",
    "add_primary_key_safely",
    "add_unique_safely",
    "create_index_concurrently",
    "drop_column_softly",
    "drop_index_concurrently",
    "drop_table_softly",
    "restore_column",
    "restore_table",
    "set_not_null_safely",
}


class Phase(StrEnum):
    """When a revision runs: before the code that needs it, or after the code that did not obey."""

    EXPAND = "expand"
    BACKFILL = "backfill"
    CONTRACT = "contract"


@dataclass(frozen=True)
class Unit:
    """A change and its way back.

    locks  what it locks, in words; blank where that is nothing
    """

    phase: Phase
    up: tuple[MigrateOperation, ...]
    down: tuple[MigrateOperation, ...]
    locks: str = ""

    @property
    def is_rename(self) -> bool:
        """Whether it gives something a new name."""
        return any(isinstance(change, Written) for change in self.up)

    @property
    def is_alone(self) -> bool:
        """Whether it leaves the revision's transaction: nothing else may share its revision then.

        What a stopped step leaves is kept, and stock Alembic would begin the revision anew.
        """
        both = (*self.up, *self.down)
        return any(isinstance(change, Call) and change.name in OWN_STEPS for change in both)


def plain(change: MigrateOperation) -> Unit:
    """Return a change as Alembic writes it."""
    table = getattr(change, "table_name", None)
    return Unit(Phase.EXPAND, (change,), (change.reverse(),), f"{table}: {MOMENT}" if table else "")

"""One change of a migration, with its way back, what it locks and when it may be deployed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from alembic.operations import MigrateOperation


class Phase(StrEnum):
    """When a revision runs: before the code that needs it, or after the code that did not obey."""

    EXPAND = "expand"
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

"""PostgreSQL's table locks: their strength, and what each one blocks.

https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# Weakest first; pg_locks appends "Lock" to each name.
MODES = (
    "AccessShare",
    "RowShare",
    "RowExclusive",
    "ShareUpdateExclusive",
    "Share",
    "ShareRowExclusive",
    "Exclusive",
    "AccessExclusive",
)
SHORT = dict(zip(MODES, ("AS", "RS", "RX", "SUX", "S", "SRX", "X", "AX"), strict=True))
WORDS = {
    "AccessShare": "ACCESS SHARE",
    "RowShare": "ROW SHARE",
    "RowExclusive": "ROW EXCLUSIVE",
    "ShareUpdateExclusive": "SHARE UPDATE EXCLUSIVE",
    "Share": "SHARE",
    "ShareRowExclusive": "SHARE ROW EXCLUSIVE",
    "Exclusive": "EXCLUSIVE",
    "AccessExclusive": "ACCESS EXCLUSIVE",
}
BLOCKS = {
    "AccessShare": (),
    "RowShare": (),
    "RowExclusive": ("schema changes",),
    "ShareUpdateExclusive": ("schema changes",),
    "Share": ("writes",),
    "ShareRowExclusive": ("writes",),
    "Exclusive": ("writes",),
    "AccessExclusive": ("reads", "writes"),
}


@dataclass(frozen=True, order=True)
class Lock:
    """A lock that a statement took on a relation."""

    relation: str
    mode: str

    @property
    def blocks(self) -> tuple[str, ...]:
        """What other sessions cannot do with the relation while it is held."""
        return BLOCKS[self.mode]

    @property
    def blocks_traffic(self) -> bool:
        """Whether the application's reads or writes wait for it."""
        return "writes" in self.blocks


def strongest(modes: Iterable[str]) -> str:
    """Return the strongest of some modes."""
    return max(modes, key=MODES.index)

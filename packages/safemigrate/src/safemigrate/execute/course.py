"""The state of one revision while it runs: its tries, its waiting time, the locks it needs."""

from __future__ import annotations

from dataclasses import dataclass, field

from safemigrate.journal.runs import Record


@dataclass
class Course:
    """What one try of a revision passes on to the next.

    record   its run in the journal; None if there is no journal
    waited   seconds spent on failed tries, and between them
    locks    tables and modes to take up front, for each transaction of the revision
    """

    revision: str
    direction: str
    record: Record | None = None
    file_edited: bool = False
    tries: int = 1
    waited: float = 0.0
    locks: dict[int, dict[str, str]] = field(default_factory=dict)

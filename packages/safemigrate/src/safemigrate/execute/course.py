"""A revision on its way: its tries, its waiting, the locks it is known to need."""

from __future__ import annotations

from dataclasses import dataclass, field

from safemigrate.journal.runs import Record


@dataclass
class Course:
    """What is known about a revision from one try to the next.

    record   its run in the journal; None where there is no journal
    waited   seconds spent on tries that failed, and between them
    locks    tables and modes to take up front, for each transaction of the revision
    """

    revision: str
    direction: str
    record: Record | None = None
    file_edited: bool = False
    tries: int = 1
    waited: float = 0.0
    locks: dict[int, dict[str, str]] = field(default_factory=dict)

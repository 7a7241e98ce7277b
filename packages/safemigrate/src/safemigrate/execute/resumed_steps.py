"""Which statements of a resumed revision an earlier run has already completed.

A statement is recognized by its text and its position.  Statements that follow a query may differ
this time, because the data may have changed: a statement that the earlier run completed is
skipped, a new one runs, and one that does not occur again is ignored.
"""

from __future__ import annotations

from collections.abc import Sequence

from safemigrate.execute.upgrade_errors import FileEdited, RowsNotRepeatable
from safemigrate.journal.step import Step


class Replay:
    """The steps of an earlier run that this run has not reached yet."""

    def __init__(self, revision: str, steps: Sequence[Step] = (), *, file_edited: bool) -> None:
        self.revision = revision
        self.file_edited = file_edited
        self.last_number = max((step.number for step in steps), default=0)
        self._ahead = list(steps)

    @property
    def is_over(self) -> bool:
        """Return whether this run has passed every step that must occur again."""
        return all(step.follows_read for step in self._ahead)

    def next_number(self) -> int:
        """Return the number of a new step."""
        self.last_number += 1
        return self.last_number

    def earlier_step(self, now: Step) -> Step | None:
        """Return the matching step of the earlier run, or None if this step is new.

        Raises FileEdited if the earlier run had another statement in this position.
        """
        for place, step in enumerate(self._ahead):
            if self._is_same(step, now):
                # Steps that depend on data may come in another order; others may not.
                del self._ahead[place if step.follows_read else 0 : place + 1]
                if step.done and step.returned_rows:
                    raise RowsNotRepeatable(self.revision, step.number, step.sql)
                return step
            if not step.follows_read:
                if now.follows_read:
                    return None
                raise FileEdited(self.revision, step.number, step.sql, now.sql)
        if not now.follows_read:
            self._ahead.clear()
        return None

    def _is_same(self, step: Step, now: Step) -> bool:
        if step.sql_hash != now.sql_hash:
            return False
        if step.values_hash == now.values_hash:
            return True
        # The file is unchanged, so the values come from a clock or a random number.
        return not self.file_edited and not step.follows_read

    def finish(self) -> None:
        """Raise FileEdited if the file no longer has a step that was done."""
        missing = [step for step in self._ahead if not step.follows_read]
        if missing:
            raise FileEdited(self.revision, missing[0].number, missing[0].sql, "removed")

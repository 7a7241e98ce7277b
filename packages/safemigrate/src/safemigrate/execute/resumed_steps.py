"""Which statements of a resumed revision an earlier run has already done.

A statement is known again by its text and its place.  Statements that came after a question may
be fewer, more or other this time, for the data they asked about has changed: they are skipped when
they are the same, run when they are new, and passed over when they do not come again.
"""

from __future__ import annotations

from collections.abc import Sequence

from safemigrate.execute.upgrade_errors import FileEdited, RowsGone
from safemigrate.journal.step import Step


class Replay:
    """The steps of an earlier run that this run has not come to yet."""

    def __init__(self, revision: str, steps: Sequence[Step] = (), *, file_edited: bool) -> None:
        self.revision = revision
        self.file_edited = file_edited
        self.last_number = max((step.number for step in steps), default=0)
        self._ahead = list(steps)

    @property
    def is_over(self) -> bool:
        """Return whether no statement has to come that an earlier run has done."""
        return all(step.follows_read for step in self._ahead)

    def next_number(self) -> int:
        """Return the number of a step that is new."""
        self.last_number += 1
        return self.last_number

    def known(self, now: Step) -> Step | None:
        """Return the step of the earlier run that this is, or None where it is new.

        FileEdited where something else stood at its place.
        """
        for place, step in enumerate(self._ahead):
            if self._is_same(step, now):
                # What depends on data may come in another order; all else has its place.
                del self._ahead[place if step.follows_read else 0 : place + 1]
                if step.done and step.returned_rows:
                    raise RowsGone(self.revision, step.number, step.sql)
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
        # The file is as it was: the values are a clock's or a random number's.
        return not self.file_edited and not step.follows_read

    def finish(self) -> None:
        """Raise FileEdited where the file ended before what was done."""
        left = [step for step in self._ahead if not step.follows_read]
        if left:
            raise FileEdited(self.revision, left[0].number, left[0].sql, "no longer there")

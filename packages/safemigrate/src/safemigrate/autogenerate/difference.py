"""A difference that Alembic has no operation for, with the unit that applies and undoes it."""

from __future__ import annotations

from dataclasses import replace

from alembic.operations import MigrateOperation

from safemigrate.autogenerate.unit import Unit


class Difference(MigrateOperation):
    """One difference between models and database; `db check` prints its words."""

    def __init__(self, unit: Unit, *words: str | None) -> None:
        self.unit, self.words = unit, words

    def to_diff_tuple(self) -> tuple[str | None, ...]:
        """Return the words."""
        return self.words

    def reverse(self) -> Difference:
        """Return the difference that undoes this one."""
        return Difference(replace(self.unit, up=self.unit.down, down=self.unit.up), *self.words)

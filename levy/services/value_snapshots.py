"""The snapshots of a season's values, and the differences between two of them."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from levy.errors import SnapshotMissing
from levy.law.season import Season
from levy.services.season_name import season_key
from levy.store.transaction import transaction
from levy.store.values import Values, snapshots, values_of

_KEYS = ("area", "levy", "county", "reason")


class Snapshot(NamedTuple):
    """One snapshot: the date of its values, why it was saved, and when."""

    version: int
    as_of: date | None
    reason: str
    saved_at: datetime


class ValueChange(NamedTuple):
    """One value that differs; None is a blank or a missing row.

    file  values.csv, of an area, or levy_values.csv, of a levy and a county
    """

    file: str
    code: str
    field: str
    before: Decimal | None
    after: Decimal | None

    @property
    def by(self) -> Decimal | None:
        """How much it rose; None if either value is not known."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


class SnapshotComparison(NamedTuple):
    """Two snapshots of a season, and every value that differs."""

    before: int
    after: int
    changes: tuple[ValueChange, ...]


def snapshots_of(season: Season) -> tuple[Snapshot, ...]:
    """Return the snapshots of a season, newest first."""
    with transaction():
        return tuple(
            Snapshot(row.version, row.as_of, row.reason, row.created_at)
            for row in snapshots(season_key(season))
        )


def compare_snapshots(season: Season, before: int, after: int) -> SnapshotComparison:
    """Return the differences between two snapshots; raises SnapshotMissing if one is missing."""
    with transaction():
        season_id = season_key(season)
        versions = {row.version for row in snapshots(season_id)}
        for version in (before, after):
            if version not in versions:
                raise SnapshotMissing(version, sorted(versions))
        old = values_of(season_id, version=before)
        new = values_of(season_id, version=after)
    return SnapshotComparison(before, after, tuple(_changes(old, new)))


def _changes(old: Values, new: Values) -> Iterator[ValueChange]:
    yield from _row_changes("values.csv", old.areas, new.areas)
    yield from _row_changes("levy_values.csv", old.levies, new.levies)


def _row_changes(file: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[ValueChange]:
    before, after = ({_row_code(row): row for row in rows} for rows in (old, new))
    for code in sorted(before.keys() | after.keys()):
        was, now = before.get(code), after.get(code)
        for field in fields(was if was is not None else now):
            if field.name in _KEYS:
                continue
            values = getattr(was, field.name, None), getattr(now, field.name, None)
            if values[0] != values[1]:
                yield ValueChange(file, code, field.name, *values)


def _row_code(row: Any) -> str:
    return str(row.area) if hasattr(row, "area") else f"{row.levy} in {row.county}"

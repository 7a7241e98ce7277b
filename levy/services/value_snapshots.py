"""The snapshots of a season's values, and what differs between two of them."""

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
    """One snapshot: which day's values, why it was made, and when."""

    version: int
    as_of: date | None
    reason: str
    made: datetime


class Changed(NamedTuple):
    """One value that differs; None is blank, or not there.

    file  values.csv, of an area, or levy_values.csv, of a levy and a county
    """

    file: str
    code: str
    field: str
    before: Decimal | None
    after: Decimal | None

    @property
    def by(self) -> Decimal | None:
        """How much it rose; None where one of both is not known."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


class Compared(NamedTuple):
    """Two snapshots of a season, and every value that is not the same in both."""

    before: int
    after: int
    changes: tuple[Changed, ...]


def snapshots_of(season: Season) -> tuple[Snapshot, ...]:
    """Return the snapshots of a season, the newest first."""
    with transaction():
        return tuple(
            Snapshot(row.version, row.as_of, row.reason, row.created_at)
            for row in snapshots(season_key(season))
        )


def compared(season: Season, before: int, after: int) -> Compared:
    """Return what differs between two snapshots; raises SnapshotMissing for one that is not."""
    with transaction():
        season_id = season_key(season)
        known = {row.version for row in snapshots(season_id)}
        for version in (before, after):
            if version not in known:
                raise SnapshotMissing(version, sorted(known))
        old = values_of(season_id, version=before)
        new = values_of(season_id, version=after)
    return Compared(before, after, tuple(_changes(old, new)))


def _changes(old: Values, new: Values) -> Iterator[Changed]:
    yield from _of_rows("values.csv", old.areas, new.areas)
    yield from _of_rows("levy_values.csv", old.levies, new.levies)


def _of_rows(file: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Changed]:
    before, after = ({_code(row): row for row in rows} for rows in (old, new))
    for code in sorted(before.keys() | after.keys()):
        was, now = before.get(code), after.get(code)
        for field in fields(was if was is not None else now):
            if field.name in _KEYS:
                continue
            values = getattr(was, field.name, None), getattr(now, field.name, None)
            if values[0] != values[1]:
                yield Changed(file, code, field.name, *values)


def _code(row: Any) -> str:
    return str(row.area) if hasattr(row, "area") else f"{row.levy} in {row.county}"

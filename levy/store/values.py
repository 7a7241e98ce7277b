"""The season's values: snapshots never change; new values are a new snapshot."""

from typing import NamedTuple

from sqlalchemy import insert, select

from levy.db import db
from levy.law.season import AreaValues, LevyValues, Season
from levy.models import AreaValue, LevyValue, ValueSnapshot
from levy.store.copying import copy_records, records_of


class Values(NamedTuple):
    """The values of one snapshot."""

    areas: tuple[AreaValues, ...]
    levies: tuple[LevyValues, ...]


def latest_snapshot(season_id: int) -> ValueSnapshot | None:
    """Return the season's latest snapshot, or None if it has none."""
    query = select(ValueSnapshot).where(ValueSnapshot.season_id == season_id)
    return db.session.scalars(query.order_by(ValueSnapshot.version.desc()).limit(1)).first()


def snapshots(season_id: int) -> list[ValueSnapshot]:
    """Return the season's snapshots, newest first."""
    query = select(ValueSnapshot).where(ValueSnapshot.season_id == season_id)
    return list(db.session.scalars(query.order_by(ValueSnapshot.version.desc())))


def values_of(season_id: int, *, version: int) -> Values:
    """Return the values of one snapshot."""
    return Values(
        records_of(
            AreaValues,
            model=AreaValue,
            of=(AreaValue.season_id == season_id) & (AreaValue.version == version),
        ),
        records_of(
            LevyValues,
            model=LevyValue,
            of=(LevyValue.season_id == season_id) & (LevyValue.version == version),
        ),
    )


def save_values(season_id: int, *, season: Season, reason: str) -> int:
    """Save the season's values if they differ from the latest, and return their version."""
    new = Values(season.values, season.levy_values)
    latest = latest_snapshot(season_id)
    if (
        latest is not None
        and latest.as_of == season.facts.values_as_of
        and values_of(season_id, version=latest.version) == new
    ):
        return latest.version
    version = latest.version + 1 if latest else 1
    db.session.execute(
        insert(ValueSnapshot).values(
            season_id=season_id, version=version, as_of=season.facts.values_as_of, reason=reason
        )
    )
    copy_records("area_value", new.areas, season_id=season_id, version=version)
    copy_records("levy_value", new.levies, season_id=season_id, version=version)
    return version

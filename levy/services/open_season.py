"""Opens a season to read: its inputs, its results, and the version of their values."""

import hashlib
from typing import Any

from levy.errors import NoSeasonYet, SeasonMissing
from levy.exporters.season_results import rates_text
from levy.law.season import Season, SeasonResult
from levy.services.opened_season import OpenedSeason, SeasonName, SeasonStamp
from levy.services.season_name import county_title
from levy.store.inputs import load_season
from levy.store.results import calculation_of, load_results
from levy.store.seasons import season_named
from levy.store.stamps import stamps
from levy.store.transaction import transaction
from levy.store.values import latest_snapshot

# Recently opened computed seasons, by their stamps.
_CACHE: dict[tuple[Any, ...], OpenedSeason] = {}
_CACHE_SIZE = 8


def season_stamps() -> tuple[SeasonStamp, ...]:
    """Return the stamp of every season, by state and county, newest year first."""
    with transaction():
        return _stamps()


def seasons() -> tuple[SeasonName, ...]:
    """Return the name of every season, by state and county, newest year first."""
    return tuple(stamp.name for stamp in season_stamps())


def open_season(year: int | None = None, county: str | None = None) -> OpenedSeason:
    """Return a season; without a year, the county's newest.

    Raises NoSeasonYet, SeasonMissing or CountyNeeded.
    """
    if year is None:
        names = [name for name in seasons() if county in {None, name.county}]
        if not names:
            raise NoSeasonYet
        year = names[0].tax_year
    with transaction():
        return season_now(year, county)


def season_now(year: int, county: str | None) -> OpenedSeason:
    """Return a season as it is in the open transaction.

    Raises SeasonMissing or CountyNeeded.
    """
    row = season_named(county, year=year)
    return _view(next(stamp for stamp in _stamps() if stamp.marks[1] == row.id))


def season_of_stamp(stamp: SeasonStamp) -> OpenedSeason:
    """Return the season with this stamp; raises SeasonMissing if it was removed."""
    view = _CACHE.get(stamp.marks)
    if view is not None:
        return view
    return open_season(stamp.name.tax_year, f"{stamp.name.county}, {stamp.name.state}")


def season_before(season: Season) -> SeasonResult | None:
    """Return the results of the county's season of the year before; None if there are none."""
    try:
        return open_season(season.facts.tax_year - 1, county_title(season)).result
    except SeasonMissing:
        return None


def _stamps() -> tuple[SeasonStamp, ...]:
    return tuple(
        SeasonStamp(SeasonName(county, state, year), marks[-1] is not None, tuple(marks))
        for county, state, year, *marks in stamps()
    )


def _view(stamp: SeasonStamp) -> OpenedSeason:
    view = _CACHE.get(stamp.marks)
    if view is None:
        view = _load(stamp)
        if stamp.computed and view.result is not None:
            # Safe to cache: new inputs remove the results, so a computed season does not change.
            while len(_CACHE) >= _CACHE_SIZE:
                _CACHE.pop(next(iter(_CACHE)), None)
            _CACHE[stamp.marks] = view
    return view


def _load(stamp: SeasonStamp) -> OpenedSeason:
    county, year = f"{stamp.name.county}, {stamp.name.state}", stamp.name.tax_year
    season_id = season_named(county, year=year).id
    snapshot, calculation = latest_snapshot(season_id), calculation_of(season_id)
    season, result = load_season(county, year=year), load_results(county, year=year)
    return OpenedSeason(
        season,
        result,
        computed_at=calculation and calculation.computed_at,
        snapshot_version=snapshot.version,
        computed_from=calculation and calculation.version,
        fingerprint=result and _fingerprint(season, result),
    )


def _fingerprint(season: Season, result: SeasonResult) -> str:
    return hashlib.sha256(rates_text(season, result).encode()).hexdigest()[:12]

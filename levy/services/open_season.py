"""Opens a season to read: its inputs, its results, and which values both are of."""

import hashlib
from typing import Any

from levy.errors import NoSeasonYet, SeasonMissing
from levy.exporters.season_results import rates_text
from levy.law.season import Season, SeasonResult
from levy.services.season_name import county_title
from levy.services.season_view import SeasonName, SeasonStamp, SeasonView
from levy.store.inputs import load_season
from levy.store.results import calculation_of, load_results
from levy.store.seasons import season_named
from levy.store.stamps import stamps
from levy.store.transaction import transaction
from levy.store.values import latest_snapshot

# Computed seasons that were opened lately, by their stamps.
_KEPT: dict[tuple[Any, ...], SeasonView] = {}
_MOST_KEPT = 8


def season_stamps() -> tuple[SeasonStamp, ...]:
    """Return the stamp of every season, by state and county, the newest year first."""
    with transaction():
        return _stamps()


def seasons() -> tuple[SeasonName, ...]:
    """Return every season, by state and county, the newest year first."""
    return tuple(stamp.name for stamp in season_stamps())


def open_season(year: int | None = None, county: str | None = None) -> SeasonView:
    """Return a season; of no year given, the county's newest.

    Raises NoSeasonYet, SeasonMissing or CountyNeeded.
    """
    if year is None:
        known = [name for name in seasons() if county in {None, name.county}]
        if not known:
            raise NoSeasonYet
        year = known[0].tax_year
    with transaction():
        return season_now(year, county)


def season_now(year: int, county: str | None) -> SeasonView:
    """Return a season as it stands in the transaction that is open.

    Raises SeasonMissing or CountyNeeded.
    """
    row = season_named(county, year=year)
    return _view(next(stamp for stamp in _stamps() if stamp.marks[1] == row.id))


def opened(stamp: SeasonStamp) -> SeasonView:
    """Return the season that has this stamp; raises SeasonMissing where it is gone."""
    kept = _KEPT.get(stamp.marks)
    if kept is not None:
        return kept
    return open_season(stamp.name.tax_year, f"{stamp.name.county}, {stamp.name.state}")


def season_before(season: Season) -> SeasonResult | None:
    """Return what the county's season of the year before computed to; None where it is not."""
    try:
        return open_season(season.facts.tax_year - 1, county_title(season)).result
    except SeasonMissing:
        return None


def _stamps() -> tuple[SeasonStamp, ...]:
    return tuple(
        SeasonStamp(SeasonName(county, state, year), marks[-1] is not None, tuple(marks))
        for county, state, year, *marks in stamps()
    )


def _view(stamp: SeasonStamp) -> SeasonView:
    kept = _KEPT.get(stamp.marks)
    if kept is None:
        kept = _loaded(stamp)
        if stamp.computed and kept.result is not None:
            # New inputs remove the results, so that a computed season is what it was computed as.
            while len(_KEPT) >= _MOST_KEPT:
                _KEPT.pop(next(iter(_KEPT)), None)
            _KEPT[stamp.marks] = kept
    return kept


def _loaded(stamp: SeasonStamp) -> SeasonView:
    county, year = f"{stamp.name.county}, {stamp.name.state}", stamp.name.tax_year
    season_id = season_named(county, year=year).id
    snapshot, calculation = latest_snapshot(season_id), calculation_of(season_id)
    season, result = load_season(county, year=year), load_results(county, year=year)
    return SeasonView(
        season,
        result,
        computed_at=calculation and calculation.computed_at,
        snapshot_version=snapshot.version,
        computed_from=calculation and calculation.version,
        fingerprint=result and _fingerprint(season, result),
    )


def _fingerprint(season: Season, result: SeasonResult) -> str:
    return hashlib.sha256(rates_text(season, result).encode()).hexdigest()[:12]

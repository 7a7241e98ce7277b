"""Opens a season to read: its inputs, its results, and which values both are of."""

from typing import Any

from levy.errors import NoSeasonYet, SeasonMissing
from levy.law.season import Season, SeasonResult
from levy.services.season_view import SeasonName, SeasonView
from levy.store.inputs import load_season
from levy.store.results import calculation_of, load_results
from levy.store.seasons import season_named
from levy.store.seasons import seasons as all_seasons
from levy.store.stamps import stamp_of
from levy.store.transaction import transaction
from levy.store.values import latest_snapshot

# Computed seasons that were opened lately, by their stamps.
_KEPT: dict[tuple[Any, ...], SeasonView] = {}
_MOST_KEPT = 8


def seasons() -> tuple[SeasonName, ...]:
    """Return every season, by state and county, the newest year first."""
    with transaction():
        known = [SeasonName(county.name, county.state, row.year) for county, row in all_seasons()]
    return tuple(sorted(known, key=lambda name: (name.state, name.county, -name.tax_year)))


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
        return _view(county, year)


def season_before(season: Season) -> SeasonResult | None:
    """Return what the county's season of the year before computed to; None where it is not."""
    facts = season.facts
    try:
        return open_season(facts.tax_year - 1, f"{facts.county}, {facts.state}").result
    except SeasonMissing:
        return None


def _view(county: str | None, year: int) -> SeasonView:
    row = season_named(county, year=year)
    stamp = stamp_of(row.id)
    kept = _KEPT.get(stamp)
    if kept is None:
        kept = _loaded(county, year, row.id)
        if kept.result is not None:
            # New inputs remove the results, so that a computed season is what it was computed as.
            while len(_KEPT) >= _MOST_KEPT:
                _KEPT.pop(next(iter(_KEPT)), None)
            _KEPT[stamp] = kept
    return kept


def _loaded(county: str | None, year: int, season_id: int) -> SeasonView:
    snapshot, calculation = latest_snapshot(season_id), calculation_of(season_id)
    return SeasonView(
        load_season(county, year=year),
        load_results(county, year=year),
        computed_at=calculation and calculation.computed_at,
        snapshot_version=snapshot.version,
        computed_from=calculation and calculation.version,
    )

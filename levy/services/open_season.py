"""Opens a season to read: its inputs, its results, and which values both are of."""

from levy.errors import NoSeasonYet
from levy.services.season_view import SeasonName, SeasonView
from levy.store.inputs import load_season
from levy.store.results import calculation_of, load_results
from levy.store.seasons import season_named
from levy.store.seasons import seasons as all_seasons
from levy.store.transaction import transaction
from levy.store.values import latest_snapshot


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
        row = season_named(county, year=year)
        snapshot = latest_snapshot(row.id)
        calculation = calculation_of(row.id)
        return SeasonView(
            load_season(county, year=year),
            load_results(county, year=year),
            computed_at=calculation and calculation.computed_at,
            snapshot_version=snapshot.version,
            computed_from=calculation and calculation.version,
        )

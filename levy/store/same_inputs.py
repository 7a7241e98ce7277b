"""Checks whether a season is already saved unchanged, so that nothing has to be replaced."""

from levy.errors import SeasonMissing
from levy.law.season import Season
from levy.store.inputs import SavedInputs, load_season
from levy.store.seasons import season_to_change
from levy.store.values import latest_snapshot


def same_inputs(season: Season) -> SavedInputs | None:
    """Return the saved inputs if they equal this season's, or None if they differ or are absent.

    The saved season is locked until the transaction ends.
    """
    county, year = f"{season.facts.county}, {season.facts.state}", season.facts.tax_year
    try:
        season_id = season_to_change(county, year=year).id
    except SeasonMissing:
        return None
    if load_season(county, year=year) != season:
        return None
    version = latest_snapshot(season_id).version
    return SavedInputs(season_id, version, new_values=False, results_removed=False)

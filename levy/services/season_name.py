"""The names of a season and its county, and the key of the stored season."""

from levy.law.season import Season
from levy.store.seasons import season_named


def county_title(season: Season) -> str:
    """Return the county's name with its state, which is unique: Benton, WA."""
    return f"{season.facts.county}, {season.facts.state}"


def season_title(season: Season) -> str:
    """Return the season's name in the audit trail: Benton, WA 2025."""
    return f"{county_title(season)} {season.facts.tax_year}"


def season_key(season: Season) -> int:
    """Return the key of the stored season, within the open transaction."""
    return season_named(county_title(season), year=season.facts.tax_year).id

"""What a season and its county are called, and the key under which the season is stored."""

from levy.law.season import Season
from levy.store.seasons import season_named


def county_title(season: Season) -> str:
    """Return the county's name that no other county has: Benton, WA."""
    return f"{season.facts.county}, {season.facts.state}"


def season_title(season: Season) -> str:
    """Return what the audit trail calls the season: Benton, WA 2025."""
    return f"{county_title(season)} {season.facts.tax_year}"


def season_key(season: Season) -> int:
    """Return the stored season's key, in the transaction that is open."""
    return season_named(county_title(season), year=season.facts.tax_year).id

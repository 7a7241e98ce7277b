"""The seasons: a county's tax years, and the facts of each."""

from sqlalchemy import Select, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from levy.db import db
from levy.errors import CountyNeeded, SeasonMissing
from levy.law.season import SeasonFacts
from levy.models import County, TaxYear
from levy.store.counties import county_title

# The facts stored with the tax year: the county has its own table, the values' date a snapshot.
OWN_FACTS = (
    "rate_decimals",
    "real_ratio",
    "personal_ratio",
    "inflation",
    "parcel_rounding",
    "parcel_rate",
)


def seasons() -> list[tuple[County, TaxYear]]:
    """Return every season with its county, by state, county and year."""
    return [(county, season) for county, season in db.session.execute(_seasons())]


def season_named(county: str | None, *, year: int) -> TaxYear:
    """Return the season of a county and tax year.

    county  "Benton", or "Benton, WA" if two states have one; None if one county has the year

    Raises SeasonMissing, CountyNeeded.
    """
    return _season(county, year, _seasons())


def season_to_change(county: str | None, *, year: int) -> TaxYear:
    """Return the season, locked until the transaction ends.

    Call this before computing from a season's inputs: new inputs then wait until the results are
    saved.
    """
    return _season(county, year, _seasons().with_for_update(of=TaxYear))


def save_season_facts(county: County, *, facts: SeasonFacts) -> int:
    """Save the facts of the county's season, lock it, and return its key."""
    own = {name: getattr(facts, name) for name in OWN_FACTS} | {"sources": list(facts.sources)}
    row = insert(TaxYear).values(county_id=county.id, year=facts.tax_year, **own)
    upsert = row.on_conflict_do_update(index_elements=["county_id", "year"], set_=own)
    return db.session.execute(upsert.returning(TaxYear.id)).scalar_one()


def _season(county: str | None, year: int, query: Select[tuple[County, TaxYear]]) -> TaxYear:
    of_year = query.where(TaxYear.year == year)
    if county is not None:
        titles = (County.name, func.concat(County.name, ", ", County.state))
        name = county.strip().lower()
        of_year = of_year.where(or_(*(func.lower(title) == name for title in titles)))
    # Read again: another transaction may have changed it since this session loaded it.
    matches = db.session.execute(of_year.execution_options(populate_existing=True)).all()
    if not matches:
        loaded = [f"{county_title(other)} {season.year}" for other, season in seasons()]
        raise SeasonMissing(f"{year}" if county is None else f"{county} {year}", loaded)
    if len(matches) > 1:
        raise CountyNeeded(year, [county_title(match) for match, _ in matches])
    return matches[0][1]


def _seasons() -> Select[tuple[County, TaxYear]]:
    return (
        select(County, TaxYear)
        .join(TaxYear, TaxYear.county_id == County.id)
        .order_by(County.state, County.name, TaxYear.year)
    )

"""Which seasons there are: a county's tax years, and what is true of a whole one."""

from sqlalchemy import Select, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from levy.db import db
from levy.errors import CountyNeeded, SeasonMissing
from levy.law.season import SeasonFacts
from levy.models import County, TaxYear
from levy.store.counties import county_title

# The facts that are the tax year's own: the county is a table, the values' date a snapshot's.
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

    county  "Benton", or "Benton, WA" where two states have one; None where one county has the year
    SeasonMissing, CountyNeeded
    """
    return _season(county, year, _seasons())


def season_to_change(county: str | None, *, year: int) -> TaxYear:
    """Return the season, kept from everybody else's changes until the transaction ends.

    Whoever computes from a season's inputs asks for it here first: new inputs then wait until
    the results are saved.
    """
    return _season(county, year, _seasons().with_for_update(of=TaxYear))


def season_made(county: County, *, facts: SeasonFacts) -> int:
    """Return the key of the county's season, with these facts, and kept from other changes."""
    own = {name: getattr(facts, name) for name in OWN_FACTS} | {"sources": list(facts.sources)}
    row = insert(TaxYear).values(county_id=county.id, year=facts.tax_year, **own)
    made = row.on_conflict_do_update(index_elements=["county_id", "year"], set_=own)
    return db.session.execute(made.returning(TaxYear.id)).scalar_one()


def _season(county: str | None, year: int, wanted: Select[tuple[County, TaxYear]]) -> TaxYear:
    of_year = wanted.where(TaxYear.year == year)
    if county is not None:
        titles = (County.name, func.concat(County.name, ", ", County.state))
        asked = county.strip().lower()
        of_year = of_year.where(or_(*(func.lower(title) == asked for title in titles)))
    # What another transaction changed since this session last looked has to be seen.
    found = db.session.execute(of_year.execution_options(populate_existing=True)).all()
    if not found:
        known = [f"{county_title(each)} {season.year}" for each, season in seasons()]
        raise SeasonMissing(f"{year}" if county is None else f"{county} {year}", known)
    if len(found) > 1:
        raise CountyNeeded(year, [county_title(each) for each, _ in found])
    return found[0][1]


def _seasons() -> Select[tuple[County, TaxYear]]:
    return (
        select(County, TaxYear)
        .join(TaxYear, TaxYear.county_id == County.id)
        .order_by(County.state, County.name, TaxYear.year)
    )

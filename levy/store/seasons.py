"""Which seasons there are: a county's tax years, and what is true of a whole one."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from levy.db import db
from levy.errors import SeasonUnknown
from levy.law.season import SeasonFacts
from levy.models import County, TaxYear
from levy.store.counties import county_named, county_title

# The facts that are the tax year's own: the county is a table, the values' date a snapshot's.
OWN_FACTS = (
    "rate_decimals",
    "real_ratio",
    "personal_ratio",
    "inflation",
    "parcel_rounding",
    "parcel_rate",
)


def years_of(county: County) -> list[int]:
    """Return the tax years that the county has a season of, oldest first."""
    wanted = select(TaxYear.year).where(TaxYear.county_id == county.id).order_by(TaxYear.year)
    return list(db.session.scalars(wanted))


def season_named(county: str | None, *, year: int) -> TaxYear:
    """Return the season of a county and tax year; SeasonUnknown where there is none."""
    return _season(county, year, select(TaxYear))


def season_to_change(county: str | None, *, year: int) -> TaxYear:
    """Return the season, kept from everybody else's changes until the transaction ends.

    Whoever computes from a season's inputs asks for it here first: new inputs then wait until
    the results are saved.
    """
    return _season(county, year, select(TaxYear).with_for_update())


def season_made(county: County, *, facts: SeasonFacts) -> int:
    """Return the key of the county's season, with these facts, and kept from other changes."""
    own = {name: getattr(facts, name) for name in OWN_FACTS} | {"sources": list(facts.sources)}
    row = insert(TaxYear).values(county_id=county.id, year=facts.tax_year, **own)
    made = row.on_conflict_do_update(index_elements=["county_id", "year"], set_=own)
    return db.session.execute(made.returning(TaxYear.id)).scalar_one()


def _season(county_name: str | None, year: int, wanted: select) -> TaxYear:
    county = county_named(county_name)
    fresh = wanted.filter_by(county_id=county.id, year=year).execution_options(
        populate_existing=True
    )
    season = db.session.scalars(fresh).one_or_none()
    if season is None:
        raise SeasonUnknown(county_title(county), year, years_of(county))
    return season

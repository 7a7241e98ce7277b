"""Which counties there are."""

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert

from levy.db import db
from levy.errors import CountyNeeded, CountyUnknown, NoSeasonYet
from levy.models import County


def counties() -> list[County]:
    """Return every county, by state and name."""
    return list(db.session.scalars(select(County).order_by(County.state, County.name)))


def county_named(name: str | None) -> County:
    """Return the county that a person means: "Benton", or "Benton, WA" where two states have one.

    name  None means the only county that there is
    CountyUnknown, CountyNeeded, NoSeasonYet
    """
    known = counties()
    if not known:
        raise NoSeasonYet
    meant = known if name is None else _named(name)
    if len(meant) == 1:
        return meant[0]
    titles = [county_title(county) for county in meant or known]
    if meant:
        raise CountyNeeded(titles)
    raise CountyUnknown(str(name), titles)


def county_title(county: County) -> str:
    """Return a county's name that no other county has: Benton, WA."""
    return f"{county.name}, {county.state}"


def county_made(name: str, *, state: str) -> County:
    """Return the county, added if it is new."""
    row = insert(County).values(name=name, state=state)
    db.session.execute(row.on_conflict_do_nothing(index_elements=["state", "name"]))
    return db.session.scalars(select(County).filter_by(name=name, state=state)).one()


def _named(name: str) -> list[County]:
    full_name = func.concat(County.name, ", ", County.state)
    wanted = select(County).where(
        or_(*(func.lower(each) == name.strip().lower() for each in (County.name, full_name)))
    )
    return list(db.session.scalars(wanted.order_by(County.state, County.name)))

"""Which counties there are."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from levy.db import db
from levy.models import County


def counties() -> list[County]:
    """Return every county, by state and name."""
    return list(db.session.scalars(select(County).order_by(County.state, County.name)))


def county_title(county: County) -> str:
    """Return a county's name that no other county has: Benton, WA."""
    return f"{county.name}, {county.state}"


def county_made(name: str, *, state: str) -> County:
    """Return the county, added if it is new."""
    row = insert(County).values(name=name, state=state)
    db.session.execute(row.on_conflict_do_nothing(index_elements=["state", "name"]))
    return db.session.scalars(select(County).filter_by(name=name, state=state)).one()

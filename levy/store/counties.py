"""Which counties there are."""

from sqlalchemy import func, select
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
    """Return the county, added if it is new; "benton" is the Benton that is there."""
    row = insert(County).values(name=name, state=state)
    db.session.execute(row.on_conflict_do_nothing())
    same = func.lower(County.name) == name.lower()
    return db.session.scalars(select(County).where(County.state == state, same)).one()

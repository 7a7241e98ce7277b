"""The counties."""

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from levy.db import db
from levy.models import County


def counties() -> list[County]:
    """Return every county, by state and name."""
    return list(db.session.scalars(select(County).order_by(County.state, County.name)))


def county_title(county: County) -> str:
    """Return a county's name with its state, which is unique: Benton, WA."""
    return f"{county.name}, {county.state}"


def save_county(name: str, *, state: str) -> County:
    """Return the county, added if it is new; "benton" matches an existing Benton."""
    row = insert(County).values(name=name, state=state)
    db.session.execute(row.on_conflict_do_nothing())
    same_name = func.lower(County.name) == name.lower()
    return db.session.scalars(select(County).where(County.state == state, same_name)).one()

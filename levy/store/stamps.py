"""What tells one state of a computed season from every other."""

from typing import Any

from sqlalchemy import func, select

from levy.db import db
from levy.models import Calculation, ValueSnapshot


def stamp_of(season_id: int) -> tuple[Any, ...]:
    """Return the database, the season, its latest values, and when it was computed.

    Results are removed whenever inputs change, so that two computed states with one stamp are
    the same.
    """
    latest = (
        select(func.max(ValueSnapshot.version))
        .where(ValueSnapshot.season_id == season_id)
        .scalar_subquery()
    )
    computed = select(Calculation.computed_at).where(Calculation.season_id == season_id)
    made = select(func.current_database(), latest, computed.scalar_subquery())
    return (season_id, *db.session.execute(made).one())

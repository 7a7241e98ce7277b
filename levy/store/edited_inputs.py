"""Saves the difference between a season and the same season after an edit."""

from sqlalchemy import delete, update

from levy.db import db
from levy.law import season as law
from levy.law.season import Season
from levy.models import Levy, LevyLimit, StatutorySubtraction
from levy.store.copying import copy_records, field_names
from levy.store.inputs import PARTS, copy_subtractions
from levy.store.results import remove_results
from levy.store.values import save_values


def save_edited(season_id: int, *, before: Season, after: Season, reason: str) -> None:
    """Write the parts that differ; changed values become a new snapshot.

    Of the parts that other parts reference, only levies may differ, and not in codes or order.
    The season's results are removed.
    """
    remove_results(season_id)
    for field, _, model in PARTS:
        records = getattr(after, field)
        if records == getattr(before, field):
            continue
        if model is Levy:
            _update_levies(season_id, before.levies, after.levies)
            continue
        limits = model is LevyLimit
        for table in (StatutorySubtraction, model) if limits else (model,):
            db.session.execute(delete(table).where(table.season_id == season_id))
        copy_records(model.__tablename__, records, without="statutory_less", season_id=season_id)
        if limits:
            copy_subtractions(season_id, records)
    if (after.values, after.levy_values) != (before.values, before.levy_values):
        save_values(season_id, season=after, reason=reason)


def _update_levies(
    season_id: int, before: tuple[law.Levy, ...], after: tuple[law.Levy, ...]
) -> None:
    """Update the changed levies in place, because other rows reference them."""
    for was, now in zip(before, after, strict=True):
        if now != was:
            values = {name: getattr(now, name) for name in field_names(law.Levy)}
            own = (Levy.season_id == season_id, Levy.levy == was.levy)
            db.session.execute(update(Levy).where(*own).values(values))

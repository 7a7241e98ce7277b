"""Removes a whole season, as if it had never been loaded."""

from sqlalchemy import delete, update

from levy.db import db
from levy.models import AreaValue, LevyValue, SeasonImport, TaxYear, ValueSnapshot
from levy.store.inputs import remove_inputs
from levy.store.results import remove_results


def remove_season(season_id: int) -> None:
    """Remove a season's results, inputs and values; its imports stay in the log."""
    remove_results(season_id)
    remove_inputs(season_id)
    imports = update(SeasonImport).where(SeasonImport.season_id == season_id)
    db.session.execute(imports.values(season_id=None, version=None))
    for table in (AreaValue, LevyValue, ValueSnapshot):
        db.session.execute(delete(table).where(table.season_id == season_id))
    db.session.execute(delete(TaxYear).where(TaxYear.id == season_id))

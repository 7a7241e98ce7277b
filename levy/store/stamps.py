"""Stamps, which distinguish one state of a computed season from every other."""

from typing import Any

from sqlalchemy import Row, String, cast, func, select

from levy.db import db
from levy.models import AuditEntry, Calculation, County, TaxYear, ValueSnapshot
from levy.store.audit import CERTIFIED

_LATEST = (
    select(func.max(ValueSnapshot.version))
    .where(ValueSnapshot.season_id == TaxYear.id)
    .correlate(TaxYear)
    .scalar_subquery()
)
_SUBJECT = County.name + ", " + County.state + " " + cast(TaxYear.year, String)
_CERTIFICATION = (
    select(func.max(AuditEntry.id))
    .where(AuditEntry.subject == _SUBJECT, AuditEntry.what == CERTIFIED)
    .correlate(County, TaxYear)
    .scalar_subquery()
)
# Built once: every page runs this query.
_STAMPS = (
    select(
        County.name,
        County.state,
        TaxYear.year,
        func.current_database(),
        TaxYear.id,
        _LATEST,
        _CERTIFICATION,
        Calculation.version,
        Calculation.computed_at,
    )
    .join(TaxYear, TaxYear.county_id == County.id)
    .outerjoin(Calculation, Calculation.season_id == TaxYear.id)
    .order_by(County.state, County.name, TaxYear.year.desc())
)


def stamps() -> list[Row[Any]]:
    """Return a stamp for every season, by state and county, newest year first.

    A row is the county, its state, the tax year, the database, the season's key, the version of
    its latest values, its last certification, the version of the values that its results were
    computed from, and when they were computed.  Results are removed whenever inputs change, so two
    computed states with equal stamps are the same.
    """
    return list(db.session.execute(_STAMPS).all())

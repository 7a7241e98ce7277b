"""The state's form, which a season's worksheets follow."""

from collections.abc import Mapping
from datetime import date

from levy.errors import JurisdictionUnknown
from levy.kinds import Binding, DistrictKind
from levy.law.form import Form
from levy.law.season import Season
from levy.services.jurisdiction import jurisdiction


def form_of(season: Season) -> Form:
    """Return the form of the season's state; raises JurisdictionUnknown if there is none."""
    return jurisdiction(season.facts.state).form


def limits_of(season: Season) -> Mapping[Binding, str]:
    """Return the limits that the season's state sets for areas; empty if its law is unknown."""
    try:
        return form_of(season).limits
    except JurisdictionUnknown:
        return {}


def certification_due(season: Season, kind: DistrictKind) -> date | None:
    """Return the day by which a district of this kind has to certify; None if not known."""
    try:
        return form_of(season).due(kind, season.facts.tax_year)
    except JurisdictionUnknown:
        return None

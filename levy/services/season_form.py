"""The form that a season's worksheets follow: its state's."""

from collections.abc import Mapping
from datetime import date

from levy.errors import JurisdictionUnknown
from levy.kinds import Binding, DistrictKind
from levy.law.form import Form
from levy.law.season import Season
from levy.services.jurisdiction import jurisdiction


def form_of(season: Season) -> Form:
    """Return the form of the season's state; raises JurisdictionUnknown where there is none."""
    return jurisdiction(season.facts.state).form


def limits_of(season: Season) -> Mapping[Binding, str]:
    """Return the limits across areas that the season's state has; none where its law is unknown."""
    try:
        return form_of(season).limits
    except JurisdictionUnknown:
        return {}


def certification_due(season: Season, kind: DistrictKind) -> date | None:
    """Return the day by which a district of this kind certifies; None where none is known."""
    try:
        return form_of(season).due(kind, season.facts.tax_year)
    except JurisdictionUnknown:
        return None

"""Chooses a season's law by its state; no other file of the program does."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from levy.errors import JurisdictionUnknown, ParameterMissing
from levy.law import JURISDICTIONS
from levy.law.area_limits import AreaLimits
from levy.law.form import Form
from levy.law.season import Season, SeasonResult
from levy.law.worksheet import Worksheet


class Jurisdiction(NamedTuple):
    """A state's law.

    calculate       computes a season with the parameters of its tax year
    parameters      the numbers of the law of a tax year
    form            the state's form, which its worksheets follow
    limits_of_area  the limits of an area, by its code, in a computed season
    area_worksheet  the worksheet of an area's figures
    """

    calculate: Callable[[Season, Any, Callable[[int, int], None]], SeasonResult]
    parameters: Callable[[int], Any]
    form: Form
    limits_of_area: Callable[[Season, SeasonResult, Any, str], AreaLimits]
    area_worksheet: Callable[[Season, SeasonResult, Any, str], Worksheet]


def has_law(state: str, year: int) -> bool:
    """Return whether the program has a state's law for a tax year."""
    try:
        jurisdiction(state).parameters(year)
    except (JurisdictionUnknown, ParameterMissing):
        return False
    return True


def season_result(
    season: Season, progress: Callable[[int, int], None] = lambda done, total: None
) -> SeasonResult:
    """Compute a season by its state's law for its tax year.

    progress  called with the number of levies computed and the total

    Raises JurisdictionUnknown, ParameterMissing for a year without law, LevyCircle.
    """
    law = jurisdiction(season.facts.state)
    return law.calculate(season, law.parameters(season.facts.tax_year), progress)


def jurisdiction(state: str) -> Jurisdiction:
    """Return a state's law; raises JurisdictionUnknown if the program does not have it."""
    if state not in JURISDICTIONS:
        raise JurisdictionUnknown(state, sorted(JURISDICTIONS))
    package = JURISDICTIONS[state]
    return Jurisdiction(
        import_module(f"levy.law.{package}.season").calculate,
        import_module(f"levy.params.{package}").law,
        import_module(f"levy.law.{package}.form").FORM,
        import_module(f"levy.law.{package}.limits_of_area").limits_of_area,
        import_module(f"levy.law.{package}.area_worksheet").area_worksheet,
    )

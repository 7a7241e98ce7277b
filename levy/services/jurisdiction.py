"""Which law a season answers to: by its state, and nowhere else in the program."""

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

    calculate       computes a season with the numbers of its tax year
    parameters      those numbers
    form            how a person reads its worksheets
    limits_of_area  its limits in the area with a code, of a season that is computed
    area_worksheet  the working of that area's figures
    """

    calculate: Callable[[Season, Any, Callable[[int, int], None]], SeasonResult]
    parameters: Callable[[int], Any]
    form: Form
    limits_of_area: Callable[[Season, SeasonResult, Any, str], AreaLimits]
    area_worksheet: Callable[[Season, SeasonResult, Any, str], Worksheet]


def has_law(state: str, year: int) -> bool:
    """Return whether the program has a state's law of a tax year."""
    try:
        jurisdiction(state).parameters(year)
    except (JurisdictionUnknown, ParameterMissing):
        return False
    return True


def season_result(
    season: Season, progress: Callable[[int, int], None] = lambda done, total: None
) -> SeasonResult:
    """Return what a season computes to by its state's law of its tax year.

    progress  is told how many levies are computed and how many there are

    Raises JurisdictionUnknown, ParameterMissing for a year without law, LevyCircle.
    """
    law = jurisdiction(season.facts.state)
    return law.calculate(season, law.parameters(season.facts.tax_year), progress)


def jurisdiction(state: str) -> Jurisdiction:
    """Return a state's law; raises JurisdictionUnknown where the program has none."""
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

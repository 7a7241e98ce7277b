"""The figures of one area of a season, and its limits, as far as they are known."""

from levy.law.area_limits import AreaLimit, AreaLimits
from levy.law.worksheet import Worksheet
from levy.services.jurisdiction import jurisdiction
from levy.services.opened_season import OpenedSeason
from levy.services.season_figures import result_of
from levy.services.season_form import limits_of


def area_limits(view: OpenedSeason, area: str) -> AreaLimits:
    """Return what counts in each limit of an area, what is left, and the levels of its levies.

    If the season is not computed, each limit says so.
    """
    season = view.season
    if view.result is None:
        why_not = "waits for the season to be computed"
        names = limits_of(season).values()
        return AreaLimits(tuple(AreaLimit(short, why_not=why_not) for short in names))
    law = jurisdiction(season.facts.state)
    numbers = law.parameters(season.facts.tax_year)
    return law.limits_of_area(season, view.result, numbers, area)


def area_figures(view: OpenedSeason, area: str) -> Worksheet:
    """Return the worksheet of an area's figures; raises SeasonNotComputed."""
    result = result_of(view)
    law = jurisdiction(view.season.facts.state)
    numbers = law.parameters(view.season.facts.tax_year)
    return law.area_worksheet(view.season, result, numbers, area)

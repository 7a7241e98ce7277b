"""The page of one tax code area: its levies' rates, its limits, its values."""

from decimal import Decimal
from typing import NamedTuple

from levy.law.area_limits import AreaLimits
from levy.law.season import Area, AreaResult, AreaValues, District, Levy, LevyResult, Notice
from levy.services.area_limits import area_limits
from levy.services.opened_season import OpenedSeason
from levy.services.season_figures import levies_of_area
from levy.web.charts import Gauge, Segment, gauge
from levy.web.charts import stack as stack_of_rates

# The values of an area: field, label.
VALUES = (
    ("regular", "Regular"),
    ("senior", "Senior, frozen"),
    ("farm", "Farm machinery"),
    ("timber_full", "Timber, full"),
    ("timber_half", "Timber, half"),
    ("timber_roll", "Timber, 80 % of the 1983 roll"),
    ("tif_increment", "Tax increment"),
    ("new_construction", "New construction"),
    ("real", "Real property"),
    ("personal", "Personal property"),
    ("state_assessed", "State-assessed"),
)


class StackedLevy(NamedTuple):
    """One levy in an area's stack; result is None if the season is not computed."""

    levy: Levy
    district: District
    result: LevyResult | None


class AreaPage(NamedTuple):
    """The contents of an area's page; totals is None if the season is not computed.

    limits  what counts in each limit, and what is left
    bar     the stack as a bar; empty if a rate is not known
    gauges  a drawing of each limit
    """

    area: Area
    stack: tuple[StackedLevy, ...]
    bar: tuple[Segment, ...]
    gauges: tuple[Gauge | None, ...]
    totals: AreaResult | None
    limits: AreaLimits
    values: tuple[tuple[str, Decimal], ...]
    waiting: tuple[str, ...]
    notices: tuple[Notice, ...]


def area_page(view: OpenedSeason, area: Area) -> AreaPage:
    """Return the page of an area."""
    season = view.season
    districts = {row.district: row for row in season.districts}
    results = {row.levy: row for row in view.result.levies} if view.result else {}
    values = next((row for row in season.values if row.area == area.area), None)
    stack = tuple(
        StackedLevy(levy, districts[levy.district], results.get(levy.levy))
        for levy in levies_of_area(season, area.area)
    )
    limits = area_limits(view, area.area)
    return AreaPage(
        area,
        stack,
        _stack_bar(stack),
        tuple(gauge(limit) for limit in limits.limits),
        _totals(view).get(area.area),
        limits,
        _known_values(values),
        tuple(row.levy.levy for row in stack if row.result is None or row.result.rate is None),
        _notices(view, area.area),
    )


def _stack_bar(stack: tuple[StackedLevy, ...]) -> tuple[Segment, ...]:
    rates = [(row.levy.levy, row.result.rate if row.result else None) for row in stack]
    known_rates = [(levy, rate) for levy, rate in rates if rate is not None]
    return stack_of_rates(known_rates) if len(known_rates) == len(rates) else ()


def _totals(view: OpenedSeason) -> dict[str, AreaResult]:
    return {row.area: row for row in view.result.areas} if view.result else {}


def _notices(view: OpenedSeason, area: str) -> tuple[Notice, ...]:
    """Return the notices about an area; none if a levy has its code, since they are the levy's."""
    if view.result is None or any(levy.levy == area for levy in view.season.levies):
        return ()
    return tuple(notice for notice in view.result.notices if notice.subject == area)


def _known_values(values: AreaValues | None) -> tuple[tuple[str, Decimal], ...]:
    if values is None:
        return ()
    return tuple(
        (label, value) for field, label in VALUES if (value := getattr(values, field)) is not None
    )

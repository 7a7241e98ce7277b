"""The page of all tax code areas: their rates, the room left in each limit, their tax."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from levy.kinds import Binding
from levy.law.season import Area, AreaResult, AreaValues
from levy.services.area_limits import area_limits
from levy.services.opened_season import OpenedSeason
from levy.services.season_figures import complete_sum, total_tax
from levy.services.season_form import limits_of
from levy.web.format import per_thousand
from levy.web.table_order import Order, in_address, in_order, order_of, search_words

# The field of an area's result that holds what counts in a limit.
_COUNTED = {Binding.AGGREGATE: "aggregate_590", Binding.ONE_PERCENT: "one_percent"}


class LimitUse(NamedTuple):
    """How much of a limit an area uses, in dollars per $1,000.

    counted     the rates that count in the limit; None if one is not known
    room        what is left, below zero if the area is over the limit; None if not known
    bar_length  its bar, in thousandths of the limit
    """

    counted: Decimal | None
    room: Decimal | None
    bar_length: int


class AreaRow(NamedTuple):
    """One area's row.

    limits  its use of each limit
    """

    area: Area
    levies: int
    totals: AreaResult | None
    limits: tuple[LimitUse, ...]
    values: AreaValues | None


# What the areas can be sorted by: the word in the address, and the row's value.
SORTS: dict[str, Callable[[AreaRow], Any]] = {
    "area": lambda row: row.area.area,
    "status": lambda row: row.area.status,
    "levies": lambda row: row.levies,
    "rate": lambda row: row.totals.total_rate if row.totals else None,
    "senior": lambda row: row.totals.senior_rate if row.totals else None,
    "room1": lambda row: row.limits[0].room,
    "room2": lambda row: row.limits[1].room,
    "value": lambda row: row.values.regular if row.values else None,
    "tax": lambda row: row.totals.tax if row.totals else None,
}
# These sort ascending at first: people who sort by room look for areas with little room.
LEAST_FIRST = frozenset({"area", "status", "room1", "room2"})


class AreasChoice(NamedTuple):
    """The filter and sort order of the page; blanks do not filter.

    order  by a key of SORTS; blank sorts by code
    """

    find: str = ""
    order: Order = Order()

    def by(self, sort: str) -> dict[str, str]:
        """Return the query that sorts by this, or reverses the order if it is already so sorted."""
        return in_address({"find": self.find} | self.order.by(sort, LEAST_FIRST)._asdict())


class AreasPage(NamedTuple):
    """The contents of the page of all areas, with their total tax and that of all levies.

    limits           the names of the limits
    rows             the areas that match the filter
    areas            number of all areas
    separate_levies  levies whose value is not the sum of their areas
    """

    choice: AreasChoice
    limits: tuple[str, ...]
    rows: tuple[AreaRow, ...]
    areas: int
    tax: Decimal | None
    levies_tax: Decimal | None
    separate_levies: tuple[str, ...]


def areas_choice_of(arguments: Mapping[str, str]) -> AreasChoice:
    """Return the filter and order of an address's query; unknown words are ignored."""
    return AreasChoice(search_words(arguments), order_of(arguments, SORTS))


def areas_page(view: OpenedSeason, choice: AreasChoice = AreasChoice()) -> AreasPage:  # noqa: B008 - it is frozen
    """Return the areas that match the filter; the sums are those of all areas."""
    rows = _rows(view)
    taxes = [row.totals.tax if row.totals else None for row in rows if row.values]
    return AreasPage(
        choice,
        tuple(limits_of(view.season).values()),
        _chosen_rows(view, rows, choice),
        len(rows),
        complete_sum(taxes),
        total_tax(view.result) if view.result else None,
        tuple(dict.fromkeys(row.levy for row in view.season.levy_values)),
    )


def _rows(view: OpenedSeason) -> tuple[AreaRow, ...]:
    season = view.season
    areas = sorted(season.areas, key=lambda area: area.area)
    totals = {row.area: row for row in view.result.areas} if view.result else {}
    values = {row.area: row for row in season.values}
    active = {levy.levy for levy in season.levies if levy.status == "active"}
    count = dict.fromkeys((area.area for area in areas), 0)
    for row in season.area_levies:
        count[row.area] += row.levy in active
    # A limit has the same rate in the whole county.
    limits = area_limits(view, areas[0].area).limits if areas else ()
    limit_rates = tuple(limit.limit for limit in limits)
    return tuple(
        AreaRow(
            area,
            count[area.area],
            totals.get(area.area),
            tuple(
                _limit_use(getattr(totals.get(area.area), _COUNTED[limit], None), limit_rate)
                for limit, limit_rate in zip(limits_of(season), limit_rates, strict=True)
            ),
            values.get(area.area),
        )
        for area in areas
    )


def _limit_use(counted: Decimal | None, limit: Decimal | None) -> LimitUse:
    if counted is None or limit is None:
        return LimitUse(counted, None, 0)
    return LimitUse(counted, limit - counted, min(per_thousand(counted, limit), 1000))


def _chosen_rows(
    view: OpenedSeason, rows: tuple[AreaRow, ...], choice: AreasChoice
) -> tuple[AreaRow, ...]:
    words = choice.find.casefold()
    paid = {row.area for row in view.season.area_levies if row.levy.casefold() == words}
    chosen_rows = [
        row
        for row in rows
        if row.area.area in paid
        or any(words in name.casefold() for name in (row.area.area, row.area.name))
    ]
    if choice.order.sort:
        chosen_rows = in_order(chosen_rows, SORTS[choice.order.sort], down=choice.order.down)
    return tuple(chosen_rows)

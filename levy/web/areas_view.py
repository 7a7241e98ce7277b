"""All tax code areas at a glance: their rates, the room in each limit, their tax."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from levy.kinds import Binding
from levy.law.season import Area, AreaResult, AreaValues
from levy.services.area_limits import area_limits
from levy.services.season_figures import complete_sum, total_tax
from levy.services.season_form import limits_of
from levy.services.season_view import SeasonView
from levy.web.format import per_thousand
from levy.web.table_order import Order, in_address, in_order, order_of, sought

# What counts in a limit across areas, by the limit.
_COUNTED = {Binding.AGGREGATE: "aggregate_590", Binding.ONE_PERCENT: "one_percent"}


class InLimit(NamedTuple):
    """What of an area's rates counts in a limit, in dollars per $1,000.

    counted  None while a rate is not known
    room     what is left, below zero where the area is over the limit; None while not known
    drawn    what counts, of a thousand of the limit: for drawing
    """

    counted: Decimal | None
    room: Decimal | None
    drawn: int


class AreaRow(NamedTuple):
    """One area at a glance.

    limits  how it stands in each limit across areas
    """

    area: Area
    levies: int
    totals: AreaResult | None
    limits: tuple[InLimit, ...]
    values: AreaValues | None


# What the areas can be sorted by: the words in the address, and a row's own.
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
# These come with their least first: who looks for room looks for the lack of it.
LEAST_FIRST = frozenset({"area", "status", "room1", "room2"})


class AreasChoice(NamedTuple):
    """What was asked for; a blank asks for nothing.

    order  by a key of SORTS, or that of the codes
    """

    find: str = ""
    order: Order = Order()

    def by(self, sort: str) -> dict[str, str]:
        """Return the part of the address that sorts by this, or the other way round if it does."""
        return in_address({"find": self.find} | self.order.by(sort, LEAST_FIRST)._asdict())


class AreasPage(NamedTuple):
    """All areas, the sum of their tax, and what the levies' own tax comes to.

    limits  the limits across areas
    rows    those that were asked for
    areas   how many there are
    apart   levies whose value is not the sum of their areas
    """

    choice: AreasChoice
    limits: tuple[str, ...]
    rows: tuple[AreaRow, ...]
    areas: int
    tax: Decimal | None
    levies_tax: Decimal | None
    apart: tuple[str, ...]


def areas_choice_of(asked: Mapping[str, str]) -> AreasChoice:
    """Return what an address asks for; what the page does not know asks for nothing."""
    return AreasChoice(sought(asked), order_of(asked, SORTS))


def areas_page(view: SeasonView, choice: AreasChoice = AreasChoice()) -> AreasPage:  # noqa: B008 - it is frozen
    """Return the areas that were asked for; the sums are those of all areas."""
    rows = _rows(view)
    taxes = [row.totals.tax if row.totals else None for row in rows if row.values]
    return AreasPage(
        choice,
        tuple(limits_of(view.season).values()),
        _chosen(view, rows, choice),
        len(rows),
        complete_sum(taxes),
        total_tax(view.result) if view.result else None,
        tuple(dict.fromkeys(row.levy for row in view.season.levy_values)),
    )


def _rows(view: SeasonView) -> tuple[AreaRow, ...]:
    season = view.season
    areas = sorted(season.areas, key=lambda area: area.area)
    totals = {row.area: row for row in view.result.areas} if view.result else {}
    values = {row.area: row for row in season.values}
    active = {levy.levy for levy in season.levies if levy.status == "active"}
    count = dict.fromkeys((area.area for area in areas), 0)
    for row in season.area_levies:
        count[row.area] += row.levy in active
    # Each limit is one rate for the whole county.
    limits = area_limits(view, areas[0].area).limits if areas else ()
    most = tuple(limit.limit for limit in limits)
    return tuple(
        AreaRow(
            area,
            count[area.area],
            totals.get(area.area),
            tuple(
                _in_limit(getattr(totals.get(area.area), _COUNTED[limit], None), limit_is)
                for limit, limit_is in zip(limits_of(season), most, strict=True)
            ),
            values.get(area.area),
        )
        for area in areas
    )


def _in_limit(counted: Decimal | None, limit: Decimal | None) -> InLimit:
    if counted is None or limit is None:
        return InLimit(counted, None, 0)
    return InLimit(counted, limit - counted, min(per_thousand(counted, limit), 1000))


def _chosen(
    view: SeasonView, rows: tuple[AreaRow, ...], choice: AreasChoice
) -> tuple[AreaRow, ...]:
    words = choice.find.casefold()
    paid = {row.area for row in view.season.area_levies if row.levy.casefold() == words}
    kept = [
        row
        for row in rows
        if row.area.area in paid
        or any(words in name.casefold() for name in (row.area.area, row.area.name))
    ]
    if choice.order.sort:
        kept = in_order(kept, SORTS[choice.order.sort], down=choice.order.down)
    return tuple(kept)

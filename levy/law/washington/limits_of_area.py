"""The $5.90 and 1 % limits in one area of a computed season.  RCW 84.52.010(3).

Computed again from the worksheets' rates before agreements and limits, so that a page can show
what an area lost next to what is left.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from levy.kinds import Binding
from levy.law.area_limits import AreaLimit, AreaLimits, StackedLevel, StackedRate
from levy.law.season import Levy, Season, SeasonResult
from levy.law.units import ZERO
from levy.law.washington.area_rates import SENIOR_PAYS
from levy.law.washington.law import Law
from levy.law.washington.limit_levels import SHORT_LIMIT_NAMES, Level, limited_component
from levy.law.washington.limit_notices import loss_sentence
from levy.law.washington.limit_stack import limit_stack, pieces_on, room_key
from levy.law.washington.limits_across_areas import limits_across_areas
from levy.law.washington.pro_rata import Allocation
from levy.law.washington.proration import Proration
from levy.law.washington.rate_left import result_before_limits
from levy.law.washington.season_figures import SeasonFigures
from levy.law.worksheet import Worksheet

_NO_RATIOS = "the county's assessment ratios are not known (season.toml)"


class _Area(NamedTuple):
    """One area whose limits are computed: its levies and their proration."""

    code: str
    levies: Sequence[Levy]
    proration: Proration
    figures: SeasonFigures


def limits_of_area(season: Season, result: SeasonResult, law: Law, code: str) -> AreaLimits:
    """Return both limits in the area with this code."""
    figures = SeasonFigures(season)
    results = {row.levy: result_before_limits(row) for row in result.levies}
    proration = limits_across_areas(figures, results, law.limits).proration
    area = _Area(code, figures.paid_in(code), proration, figures)
    in_aggregate = {key: row.aggregate_rate for key, row in proration.levies.items()}
    certified = {key: row.certified for key, row in proration.levies.items()}
    values = figures.values.area(code)
    limits = law.limits
    return AreaLimits(
        (
            _limit(
                area, Binding.AGGREGATE, proration.aggregate, in_aggregate, limits.aggregate_levels
            ),
            _limit(
                area,
                Binding.ONE_PERCENT,
                proration.one_percent,
                certified,
                limits.one_percent_levels,
            ),
        ),
        tested=bool(values is not None and values.regular),
        senior_pays=frozenset(levy.levy for levy in area.levies if levy.base in SENIOR_PAYS),
    )


def _limit(
    area: _Area,
    kind: Binding,
    allocation: Allocation | None,
    rates: Mapping[str, Decimal | None],
    levels: Sequence[Level],
) -> AreaLimit:
    counted = {code: rates[code] for code in _inside(area, levels)}
    unknown = [code for code, rate in counted.items() if rate is None]
    why_not = f"waits for {' and '.join(unknown)}" if unknown else ""
    if allocation is None:
        why_not = why_not or _NO_RATIOS
    paid = [levy.levy for levy in area.levies]
    stack: Worksheet | None = None
    stacked: tuple[StackedLevel, ...] = ()
    if allocation is not None and not unknown:
        stack = limit_stack(allocation, area.code, paid)
        stacked = tuple(_levels(allocation, stack, paid))
    rates_known = [rate for rate in counted.values() if rate is not None]
    return AreaLimit(
        SHORT_LIMIT_NAMES[kind],
        limit=None if allocation is None else allocation.limit,
        counted=None if unknown else sum(rates_known, start=ZERO),
        rates=counted,
        levels=stacked,
        stack=stack,
        lost=tuple(
            (loss.levy, loss_sentence(loss))
            for loss in area.proration.losses
            if loss.limit is kind and loss.levy in paid
        ),
        why_not=why_not,
    )


def _inside(area: _Area, levels: Sequence[Level]) -> Iterator[str]:
    """Yield the levies of the area that a limit counts."""
    counted = {component for level in levels for component in level.components}
    for levy in area.levies:
        district = area.figures.districts[levy.district]
        if limited_component(levy, district) in counted:
            yield levy.levy


def _levels(
    allocation: Allocation, stack: Worksheet, paid: Sequence[str]
) -> Iterator[StackedLevel]:
    """Yield the levels of the stack, each with the room that it leaves to the next."""
    levels = [level for level in allocation.levels if stack.has(room_key(level))]
    rooms = [*map(room_key, levels), "left"]
    for level, next_room in zip(levels, rooms[1:], strict=True):
        yield StackedLevel(
            _level_name(level, allocation.levels),
            tuple(
                StackedRate(
                    piece.levy,
                    piece.component.replace("_", " "),
                    allocation.rates[piece],
                    allocation.rates_left[piece],
                )
                for piece in pieces_on(level, allocation, paid)
            ),
            stack.number(next_room),
        )


def _level_name(level: Level, levels: Sequence[Level]) -> str:
    """Return the name of a level; levels below 1 are not on the state's forms."""
    if level == levels[0]:
        return f"Level {level.number}, never cut"
    return f"Level {level.number}" if level.number > 0 else "Cut before level 1"

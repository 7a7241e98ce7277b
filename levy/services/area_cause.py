"""Says why somebody's total of an area is not ours, by what was added, left out or stale.

A difference is explained where up to three changes add up to it: a number typed as text
(0.50, which a sum skips), a rate that the same source publishes apart from ours, a levy that
was left out, one that the area does not pay, and one in another's place.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from levy.law.season import Levy, PublishedFigure, Season, SeasonResult
from levy.law.units import ZERO

# Sources add rates of 10 to 12 decimals, a few of them.
_ROUNDING = Decimal("1E-9")
_MOST = 3
_TYPED = Decimal("0.50")


class Change(NamedTuple):
    """Something that a source may have done, and by how much that moves its total."""

    what: str
    by: Decimal


def area_cause(
    row: PublishedFigure,
    ours: Decimal,
    season: Season,
    result: SeasonResult,
    published: Iterable[PublishedFigure],
) -> str:
    """Return the likely cause of a difference in one area's total."""
    difference = row.value - ours
    if abs(difference) <= _ROUNDING:
        return "one rounding too many, or one too few: the rates added have other decimals"
    rates = {levy.levy: levy.rate for levy in result.levies if levy.rate is not None}
    stale = list(_stale(row, season, rates, published))
    changes = [*stale, *_typed(), *_members(row, season, rates)]
    for count in range(1, _MOST + 1):
        for chosen in combinations(changes, count):
            if abs(sum((change.by for change in chosen), start=ZERO) - difference) <= _ROUNDING:
                return "; ".join(change.what for change in chosen)
    return "no cause is known; ask the source"


def _typed() -> Iterator[Change]:
    yield Change("a number typed as text, which the sum skips: 0.50 is missing", -_TYPED)
    yield Change(
        "0.50 too much: the first half dollar of a levy that the area does not pay", _TYPED
    )


def _stale(
    row: PublishedFigure,
    season: Season,
    rates: dict[str, Decimal],
    published: Iterable[PublishedFigure],
) -> Iterator[Change]:
    """Yield the rates of the area's levies that the same source publishes apart from ours."""
    paid = _paid(row, season)
    for other in published:
        if other.source != row.source or other.item != "rate" or other.levy not in paid:
            continue
        ours = rates.get(other.levy)
        if ours is None or other.value == ours:
            continue
        what = f"the rate of {other.levy} from another run, {other.value:f}"
        yield Change(what, other.value - ours)
        parts = [levy.levy for levy in season.levies if levy.part_of == other.levy]
        whole = ours + sum((rates.get(part, ZERO) for part in parts), start=ZERO)
        if parts and whole != other.value:
            yield Change(what, other.value - whole)


def _members(row: PublishedFigure, season: Season, rates: dict[str, Decimal]) -> Iterator[Change]:
    """Yield a levy that was left out, one that is not paid here, and one for the other."""
    paid = _paid(row, season)
    here = [levy for levy in season.levies if levy.levy in paid and rates.get(levy.levy)]
    away = [levy for levy in season.levies if levy.levy not in paid and rates.get(levy.levy)]
    for levy in here:
        yield Change(f"{levy.levy} is left out", -rates[levy.levy])
    for levy in away:
        yield Change(f"{levy.levy} is added, which the area does not pay", rates[levy.levy])
    for levy in here:
        for other in away:
            if _alike(levy, other, season):
                what = f"the rate of {other.levy} stands in the place of {levy.levy}"
                yield Change(what, rates[other.levy] - rates[levy.levy])


def _paid(row: PublishedFigure, season: Season) -> set[str]:
    return {member.levy for member in season.area_levies if member.area == row.area}


def _alike(one: Levy, other: Levy, season: Season) -> bool:
    kinds = {district.district: district.kind for district in season.districts}
    return one.kind is other.kind and kinds[one.district] is kinds[other.district]

"""Explains why a published area total differs from ours.

A difference is explained if up to three changes add up to it: a number typed as text (0.50, which
a sum skips), a rate that the same source publishes and that differs from ours, a levy left out,
a levy added that the area does not pay, or one levy used instead of another.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from levy.law.season import Levy, PublishedFigure, Season, SeasonResult
from levy.law.units import ZERO

# Sources add a few rates of 10 to 12 decimals each.
_ROUNDING = Decimal("1E-9")
_MOST = 3
_TYPED = Decimal("0.50")


class Change(NamedTuple):
    """Something that a source may have done, and how much it changes the total."""

    description: str
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
        return "one rounding too many or too few: the source added rates with other decimals"
    rates = {levy.levy: levy.rate for levy in result.levies if levy.rate is not None}
    stale_rates = list(_stale_rates(row, season, rates, published))
    changes = [*stale_rates, *_typed_as_text(), *_membership_errors(row, season, rates)]
    for count in range(1, _MOST + 1):
        for chosen in combinations(changes, count):
            if abs(sum((change.by for change in chosen), start=ZERO) - difference) <= _ROUNDING:
                return "; ".join(change.description for change in chosen)
    return "no cause is known; ask the source"


def _typed_as_text() -> Iterator[Change]:
    yield Change("a number typed as text, which the sum skips: 0.50 is missing", -_TYPED)
    yield Change(
        "0.50 too much: the first half dollar of a levy that the area does not pay", _TYPED
    )


def _stale_rates(
    row: PublishedFigure,
    season: Season,
    rates: dict[str, Decimal],
    published: Iterable[PublishedFigure],
) -> Iterator[Change]:
    """Yield the rates of the area's levies that the same source publishes and that are not ours."""
    paid = _paid_levies(row, season)
    for other in published:
        if other.source != row.source or other.item != "rate" or other.levy not in paid:
            continue
        ours = rates.get(other.levy)
        if ours is None or other.value == ours:
            continue
        description = f"the rate of {other.levy} from another run, {other.value:f}"
        yield Change(description, other.value - ours)
        parts = [levy.levy for levy in season.levies if levy.part_of == other.levy]
        whole = ours + sum((rates.get(part, ZERO) for part in parts), start=ZERO)
        if parts and whole != other.value:
            yield Change(description, other.value - whole)


def _membership_errors(
    row: PublishedFigure, season: Season, rates: dict[str, Decimal]
) -> Iterator[Change]:
    """Yield each levy left out, each added that the area does not pay, and each used instead."""
    paid = _paid_levies(row, season)
    paid_levies = [levy for levy in season.levies if levy.levy in paid and rates.get(levy.levy)]
    unpaid_levies = [
        levy for levy in season.levies if levy.levy not in paid and rates.get(levy.levy)
    ]
    for levy in paid_levies:
        yield Change(f"{levy.levy} is left out", -rates[levy.levy])
    for levy in unpaid_levies:
        yield Change(f"{levy.levy} is included, which the area does not pay", rates[levy.levy])
    for levy in paid_levies:
        for other in unpaid_levies:
            if _same_kind(levy, other, season):
                description = f"the rate of {other.levy} is used instead of {levy.levy}"
                yield Change(description, rates[other.levy] - rates[levy.levy])


def _paid_levies(row: PublishedFigure, season: Season) -> set[str]:
    return {member.levy for member in season.area_levies if member.area == row.area}


def _same_kind(levy: Levy, other: Levy, season: Season) -> bool:
    kinds = {district.district: district.kind for district in season.districts}
    return levy.kind is other.kind and kinds[levy.district] is kinds[other.district]

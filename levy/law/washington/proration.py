"""The two limits across all areas: the $5.90 limit first, then the 1 % limit on the result.

RCW 84.52.010(3); WAC 458-19-070, 458-19-075.  `pro_rata` explains how one limit allocates its
room over the areas, and proves that this ends and leaves no area over the limit.

The rules run the tests once, in this order.  If the 1 % limit lowers a rate, the room that this
frees under $5.90 is not given to other levies [M: the rules do not say; repeating the $5.90 test
could cut again what the 1 % limit has just settled].

A cut rate is certified with all decimals after its last certified one dropped, so that the sum
of certified rates stays within both limits.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from levy.kinds import Binding
from levy.law.units import CERTIFIED, ZERO, rounded
from levy.law.washington.aggregate_limit import aggregate_limit, protected_pieces
from levy.law.washington.limit_levels import (
    PROTECTED_AS,
    Component,
    LimitedLevy,
    LimitLaw,
    Piece,
    pieces_of,
)
from levy.law.washington.one_percent_limit import one_percent_limit
from levy.law.washington.pro_rata import Allocation


class Loss(NamedTuple):
    """The rate that one component of a levy lost to one limit.

    area   the deciding area, which had the smallest factor
    level  the form's number of the level that did not fit
    lost   rate, less the protected rate
    to     the levies that fill that area's room, in the order of funding
    """

    levy: str
    component: Component
    limit: Binding
    area: str
    level: int
    lost: Decimal
    to: tuple[str, ...]


class ProratedLevy(NamedTuple):
    """One levy after both limits; a rate that is not known yet is None.

    before          rate before the limits
    rate            rate after them, 12 decimals
    certified       the same, as certified
    binding         the limit that cut it last, or None if it kept its whole rate
    protected       rate levied outside the $5.90 limit instead of being lost
    aggregate_rate  part of the certified rate that counts against $5.90
    """

    levy: str
    before: Decimal | None
    rate: Decimal | None
    certified: Decimal | None
    binding: Binding | None
    protected: Decimal
    aggregate_rate: Decimal | None


class Proration(NamedTuple):
    """Both limits on a whole county.

    losses       every loss, in the order of the limits and their levels
    aggregate    allocation of the $5.90 limit, from which `limit_stack` writes an area's stack
    one_percent  allocation of the 1 % limit, or None if the county's ratios are not known
    incomplete   areas that pay a levy whose rate is not known: their tests may still change
    """

    levies: Mapping[str, ProratedLevy]
    losses: tuple[Loss, ...]
    aggregate: Allocation
    one_percent: Allocation | None
    incomplete: tuple[str, ...]


def prorate(
    levies: Sequence[LimitedLevy],
    areas: Mapping[str, tuple[str, ...]],
    law: LimitLaw,
    *,
    maximum_rate: Decimal | None,
    decimals: int = CERTIFIED,
) -> Proration:
    """Return every levy's rate after both limits, and each loss: how much, where and to whom.

    levies        every levy that a limit counts, with its computed rate
    areas         the levies that each active area pays, including those outside the limits
    maximum_rate  rate of the 1 % limit (`max_effective_rate`), or None while it is not known
    decimals      of a certified rate
    """
    pieces = pieces_of(levies, law)
    aggregate = aggregate_limit(pieces, areas, law)
    protected = protected_pieces(aggregate, levies, law) if aggregate.deciding_areas else {}
    left = {**pieces, **aggregate.rates_left, **protected}
    one_percent, final = None, left
    if maximum_rate is not None:
        one_percent = one_percent_limit(left, areas, law, maximum_rate)
        final = {**left, **one_percent.rates_left}
    protected_rates = {piece.levy: rate for piece, rate in protected.items()}
    return Proration(
        _prorated(levies, final, aggregate, one_percent, protected_rates, decimals),
        (
            *_losses(aggregate, areas, Binding.AGGREGATE, protected_rates),
            *(_losses(one_percent, areas, Binding.ONE_PERCENT, {}) if one_percent else ()),
        ),
        aggregate,
        one_percent,
        _incomplete(levies, areas),
    )


def _prorated(
    levies: Sequence[LimitedLevy],
    final: Mapping[Piece, Decimal],
    aggregate: Allocation,
    one_percent: Allocation | None,
    protected: Mapping[str, Decimal],
    decimals: int,
) -> dict[str, ProratedLevy]:
    rates: dict[str, Decimal] = {}
    outside: dict[str, Decimal] = {}
    for piece, rate in final.items():
        rates[piece.levy] = rates.get(piece.levy, ZERO) + rate
        if piece not in aggregate.rates:
            outside[piece.levy] = outside.get(piece.levy, ZERO) + rate
    cut = {piece.levy: Binding.AGGREGATE for piece in aggregate.deciding_areas}
    if one_percent is not None:
        cut |= {piece.levy: Binding.ONE_PERCENT for piece in one_percent.deciding_areas}
    counted = {piece.levy for piece in aggregate.rates}
    components = {component for level in aggregate.levels for component in level.components}
    prorated: dict[str, ProratedLevy] = {}
    for levy in levies:
        code, before = levy.levy, levy.rate
        if before is None:
            inside_unknown = None if levy.component in components else ZERO
            prorated[code] = ProratedLevy(code, None, None, None, None, ZERO, inside_unknown)
            continue
        rate = rates.get(code, ZERO)
        whole = rate == before
        certified = before if whole else rounded(rate, decimals, "down")
        inside = max(certified - outside.get(code, ZERO), ZERO) if code in counted else ZERO
        prorated[code] = ProratedLevy(
            code,
            before,
            before if whole else rate,
            certified,
            None if whole else cut[code],
            protected.get(code, ZERO),
            inside,
        )
    return prorated


def _losses(
    allocation: Allocation,
    areas: Mapping[str, tuple[str, ...]],
    limit: Binding,
    protected: Mapping[str, Decimal],
) -> Iterator[Loss]:
    for level in allocation.levels:
        for piece, area in allocation.deciding_areas.items():
            if piece.component not in level.components:
                continue
            lost = allocation.rates[piece] - allocation.rates_left[piece]
            lost -= protected.get(piece.levy, ZERO) if piece.component in PROTECTED_AS else ZERO
            if lost:
                to = _funded(allocation, areas[area], piece.levy)
                yield Loss(piece.levy, piece.component, limit, area, level.number, lost, to)


def _funded(allocation: Allocation, levies: Sequence[str], loser: str) -> tuple[str, ...]:
    """Return the levies of an area that keep a rate, except the loser, in the order of funding."""
    order = {
        component: place
        for place, level in enumerate(allocation.levels)
        for component in level.components
    }
    funded = sorted(
        (piece for piece, rate in allocation.rates_left.items() if rate and piece.levy in levies),
        key=lambda piece: (order[piece.component], levies.index(piece.levy)),
    )
    return tuple(dict.fromkeys(piece.levy for piece in funded if piece.levy != loser))


def _incomplete(
    levies: Sequence[LimitedLevy], areas: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    unknown = {levy.levy for levy in levies if levy.rate is None}
    if not unknown:
        return ()
    return tuple(area for area, paid in areas.items() if not unknown.isdisjoint(paid))

"""Allocates a limit's room over all areas at once.  RCW 84.52.010(3); WAC 458-19-070(3), -075(3).

The law.  In one area, levels are funded from the top.  The rates of the level that does not
fit are multiplied by one factor: the room left, divided by the rates originally certified
in that level.  Every level below it gets nothing.  What the law leaves open [M, from memory, to
be verified with the Department's levy manual]: a levy has one rate in the whole district, so
a levy cut in one area frees room in its other areas, and the law does not say who may use it.

The reading here loses least.  A piece is one component of one levy; w is its rate before the
limit and x its rate after it, the same in all its areas.  Levels are settled one after the
other, senior levels first, so a junior levy never affects a senior levy's rate.  In each level:

1. Compute a factor for every area that is over its limit:
       (room - rates of the level already settled there) / (sum of w not settled there).
2. The area with the smallest factor decides: all its unsettled pieces are settled at
   x = w × factor, in every area, cut to 12 decimals.  The area is then full.
3. Repeat from 1, with the room that this leaves in other areas, until no factor is below 1.
   The pieces that are not settled then keep their whole rates.

This is the fixed point of filling in the form's sheets repeatedly: the first area to decide
gets exactly what its form says, and each later area gets exactly what its form says with the
rates that other areas have already settled.  (This is weighted max-min fairness: no piece could
keep a greater part of its rate without taking from a piece of its own or a senior level that
keeps no greater part.)

It ends.  Each round settles at least one piece, and a settled piece stays settled, so a level
takes at most as many rounds as it has pieces.

Factors never fall from round to round: with the smallest factor f, an area b with room R
and unsettled rates S has R >= f×S; after settling pieces of sum F there for at most f×F,
R - f×F >= f×(S - F).  So an area that decided earlier would decide the same later.

It never exceeds a limit.  Settled rates never exceed the room of any of their areas: in the
deciding area because x sums to at most the room, in other areas because their own factors
are not smaller.  Cutting to 12 decimals only makes x smaller.

No piece could keep more.  A piece that was cut has a deciding area, which its own and senior
levels fill, except for the 13th decimals of the pieces settled there.

No junior levy is funded where a senior levy lost.  An area that decided is closed: its room is
0 for every level below, so the cut-off decimals go to nobody.

Conservation.  In an area that decided, the rates left sum to the limit (except for those
decimals); in every area, rate before = rate left + rate lost, piece by piece.

Ties.  Areas with equal factors settle their pieces at the same factor in any order; the
first by code is recorded as the deciding area.

The first level is never cut (RCW 84.52.010(3)(a)).  If it alone exceeds the limit, the law names
no levy to cut: every level below gets 0 and the excess is reported.

The forms differ in one point: REV 64 0096 tests "room left after the level > 0", so a level that
fits exactly is multiplied by 1, and negative room makes negative rates.  Here a level that fits
exactly is not cut, and room is never negative.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from levy.law.units import WORKSHEET, ZERO, product, quotient
from levy.law.washington.added_up import RateSums
from levy.law.washington.limit_levels import Level, Piece


@dataclass(frozen=True, slots=True)
class Allocation:
    """The allocation of one limit's room.

    rates           rate by piece before this limit; pieces that the limit does not count are absent
    rates_left      rate by piece after it
    deciding_areas  area that cut a piece, by piece; a piece that keeps its whole rate is absent
    excess          rate by area: by how much the level that is never cut alone exceeds the limit
    """

    limit: Decimal
    levels: tuple[Level, ...]
    rates: Mapping[Piece, Decimal]
    rates_left: Mapping[Piece, Decimal]
    deciding_areas: Mapping[Piece, str] = field(default_factory=dict)
    excess: Mapping[str, Decimal] = field(default_factory=dict)


def share_out(
    pieces: Mapping[Piece, Decimal],
    areas: Mapping[str, tuple[str, ...]],
    levels: tuple[Level, ...],
    limit: Decimal,
) -> Allocation:
    """Return the rate left to every piece under one limit.

    pieces  rate by piece; a component that no level names is outside this limit
    areas   the levies that each active area pays
    limit   rate that no area may exceed
    """
    level_of = {component: level for level in levels for component in level.components}
    rates = {piece: rate for piece, rate in pieces.items() if piece.component in level_of}
    over = _areas_over(rates, areas, limit)
    if not over:
        return Allocation(limit, levels, rates, rates)
    by_level: dict[Level, dict[Piece, Decimal]] = {level: {} for level in levels}
    for piece, rate in rates.items():
        by_level[level_of[piece.component]][piece] = rate
    sharing = _Sharing(over, limit)
    sharing.settle_uncut(by_level[levels[0]])
    for level in levels[1:]:
        sharing.settle(by_level[level])
    return Allocation(
        limit, levels, rates, sharing.rates_left, sharing.deciding_areas, sharing.excess
    )


def _areas_over(
    rates: Mapping[Piece, Decimal], areas: Mapping[str, tuple[str, ...]], limit: Decimal
) -> dict[str, list[Piece]]:
    """Return the pieces of each area whose rates exceed the limit; no other area ever decides."""
    total: dict[str, Decimal] = defaultdict(Decimal)  # 0 for a levy that the limit does not count
    for (levy, _), rate in rates.items():
        total[levy] += rate
    sums = RateSums(total)
    over = [area for area, levies in areas.items() if sums[levies] > limit]
    if not over:
        return {}
    of_levy: dict[str, list[Piece]] = {}
    for piece in rates:
        of_levy.setdefault(piece.levy, []).append(piece)
    return {
        area: [piece for levy in areas[area] for piece in of_levy.get(levy, ())]
        for area in sorted(over)
    }


class _Sharing:
    """The room that is left in each area over the limit, while levels are settled."""

    def __init__(self, over: Mapping[str, Sequence[Piece]], limit: Decimal):
        self.over = over
        self.room = dict.fromkeys(over, limit)
        self.of_piece: dict[Piece, list[str]] = {}
        for area, pieces in over.items():
            for piece in pieces:
                self.of_piece.setdefault(piece, []).append(area)
        self.rates_left: dict[Piece, Decimal] = {}
        self.deciding_areas: dict[Piece, str] = {}
        self.excess: dict[str, Decimal] = {}

    def settle_uncut(self, rates: Mapping[Piece, Decimal]) -> None:
        """Settle the level that is never cut, and close the areas that it overfills."""
        for piece, rate in rates.items():
            self._keep(piece, rate)
        for area, room in self.room.items():
            if room < 0:
                self.excess[area] = -room
                self.room[area] = ZERO

    def settle(self, rates: Mapping[Piece, Decimal]) -> None:
        """Settle one level to its fixed point."""
        waiting = dict(rates)
        while waiting:
            tightest = self._tightest(waiting)
            if tightest is None:
                for piece, rate in waiting.items():
                    self._keep(piece, rate)
                return
            area, room, total = tightest
            for piece in self.over[area]:
                if piece in waiting:
                    rate = waiting.pop(piece)
                    self._keep(piece, quotient(product(rate, room), total, WORKSHEET, "down"))
                    self.deciding_areas[piece] = area
            self.room[area] = ZERO

    def _tightest(self, waiting: Mapping[Piece, Decimal]) -> tuple[str, Decimal, Decimal] | None:
        """Return the area with the smallest factor below 1, its room and its waiting rates' sum."""
        tightest, smallest = None, Fraction(1)
        for area, pieces in self.over.items():
            total = sum([waiting[piece] for piece in pieces if piece in waiting], start=ZERO)
            if total:
                factor = Fraction(self.room[area]) / Fraction(total)
                if factor < smallest:
                    tightest, smallest = (area, self.room[area], total), factor
        return tightest

    def _keep(self, piece: Piece, rate: Decimal) -> None:
        self.rates_left[piece] = rate
        for area in self.of_piece.get(piece, ()):
            self.room[area] -= rate

"""Shares a limit's room out over all areas at once.  RCW 84.52.010(3); WAC 458-19-070(3), -075(3).

What the law says.  In one area, levels are funded from the top; the level that does not
fit is multiplied by one factor, the room left divided by the rates originally certified
in that level; every level below it gets nothing.  What it leaves open [M, from memory, to
be verified with the Department's levy manual]: a rate holds in the whole district, so a
levy cut in one area leaves room in its others, and who may use that.

The reading here, the one that loses least.  A piece is one component of one levy; w is
its rate, x what it keeps, the same in all its areas.  Levels are settled one after the
other, senior levels first, so a junior never has a say in a senior's rate.  In a level:

1. Every area that is over its limit has the factor
       (room - what settled pieces of the level keep there) / (sum of w not settled there).
2. The area with the smallest factor decides: all its unsettled pieces are settled at
   x = w × factor, in every area, cut to 12 decimals.  The area is then full.
3. Again from 1, with the room that this leaves elsewhere, until no factor is below 1;
   what is not settled then keeps its whole rate.

This is the fixed point of working through the form's sheets again and again: the first
area to decide gets exactly what its form says, and each later one exactly what its form
says with the rates that other areas have already settled.  (Weighted max-min fairness:
no piece could keep a greater part of its rate without taking from one of its own or a
senior level that keeps no greater part.)

It ends.  Each round settles at least one piece and no piece is ever unsettled, so a level
takes at most as many rounds as it has pieces.

Factors never fall from round to round: with the smallest factor f, an area b with room R
and unsettled rates S has R >= f×S; after settling pieces of sum F there for at most f×F,
R - f×F >= f×(S - F).  So no area that decided earlier would decide otherwise later.

It never breaks a limit.  What is settled never exceeds the room of any of its areas: in
the deciding area because x sums to at most the room, elsewhere because that area's own
factor is no smaller.  Cutting to 12 decimals only makes x smaller.

Nobody could keep more.  A piece that was cut has a deciding area, which its own and
senior levels fill, but for the 13th decimals of the pieces settled there.

No junior lives where a senior lost.  An area that decided is closed: its room is 0 for
every level below, so the cut-off decimals go to nobody.

Conservation.  In an area that decided, kept rates sum to the limit (but for those
decimals); everywhere, rate before = rate kept + rate lost, piece by piece.

Ties.  Areas with equal factors settle their pieces at the same factor in any order; the
first by code is named as the one that decided.

The first level is never cut (RCW 84.52.010(3)(a)).  Where it alone exceeds the limit the
law names nobody to cut: everything below gets 0 and the excess is reported.

Where the forms differ: REV 64 0096 takes "room left after the level > 0" as the test, so
a level that fits exactly is multiplied by 1, and room below 0 makes rates below 0.  Here
a level that fits exactly is not cut, and room is never below 0.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from levy.law.units import WORKSHEET, ZERO, product, quotient
from levy.law.washington.added_up import AddedUp
from levy.law.washington.limit_levels import Level, Piece


@dataclass(frozen=True, slots=True)
class Shared:
    """One limit, shared out.

    wanted   rate by piece, before this limit: pieces that the limit does not count are absent
    kept     rate by piece, after it
    decided  the area that cut a piece, by piece; a piece that keeps its rate is absent
    beyond   rate by area: how far the level that is never cut alone exceeds the limit
    """

    limit: Decimal
    levels: tuple[Level, ...]
    wanted: Mapping[Piece, Decimal]
    kept: Mapping[Piece, Decimal]
    decided: Mapping[Piece, str] = field(default_factory=dict)
    beyond: Mapping[str, Decimal] = field(default_factory=dict)


def share_out(
    pieces: Mapping[Piece, Decimal],
    areas: Mapping[str, tuple[str, ...]],
    levels: tuple[Level, ...],
    limit: Decimal,
) -> Shared:
    """Return what every piece keeps under one limit.

    pieces  rate by piece; a component that no level names is outside this limit
    areas   the levies that each active area pays
    limit   rate that no area may exceed
    """
    level_of = {component: level for level in levels for component in level.components}
    wanted = {piece: rate for piece, rate in pieces.items() if piece.component in level_of}
    over = _areas_over(wanted, areas, limit)
    if not over:
        return Shared(limit, levels, wanted, wanted)
    by_level: dict[Level, dict[Piece, Decimal]] = {level: {} for level in levels}
    for piece, rate in wanted.items():
        by_level[level_of[piece.component]][piece] = rate
    sharing = _Sharing(over, limit)
    sharing.settle_uncut(by_level[levels[0]])
    for level in levels[1:]:
        sharing.settle(by_level[level])
    return Shared(limit, levels, wanted, sharing.kept, sharing.decided, sharing.beyond)


def _areas_over(
    wanted: Mapping[Piece, Decimal], areas: Mapping[str, tuple[str, ...]], limit: Decimal
) -> dict[str, list[Piece]]:
    """Return the pieces of each area whose rates exceed the limit; the others never bind."""
    total: dict[str, Decimal] = defaultdict(Decimal)  # 0 for a levy that the limit does not count
    for (levy, _), rate in wanted.items():
        total[levy] += rate
    together = AddedUp(total)
    over = [area for area, levies in areas.items() if together[levies] > limit]
    if not over:
        return {}
    of_levy: dict[str, list[Piece]] = {}
    for piece in wanted:
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
        self.kept: dict[Piece, Decimal] = {}
        self.decided: dict[Piece, str] = {}
        self.beyond: dict[str, Decimal] = {}

    def settle_uncut(self, wanted: Mapping[Piece, Decimal]) -> None:
        """Settle the level that is never cut, and close the areas that it overfills."""
        for piece, rate in wanted.items():
            self._keep(piece, rate)
        for area, room in self.room.items():
            if room < 0:
                self.beyond[area] = -room
                self.room[area] = ZERO

    def settle(self, wanted: Mapping[Piece, Decimal]) -> None:
        """Settle one level to its fixed point."""
        waiting = dict(wanted)
        while waiting:
            tightest = self._tightest(waiting)
            if tightest is None:
                for piece, rate in waiting.items():
                    self._keep(piece, rate)
                return
            area, room, asked = tightest
            for piece in self.over[area]:
                if piece in waiting:
                    rate = waiting.pop(piece)
                    self._keep(piece, quotient(product(rate, room), asked, WORKSHEET, "down"))
                    self.decided[piece] = area
            self.room[area] = ZERO

    def _tightest(self, waiting: Mapping[Piece, Decimal]) -> tuple[str, Decimal, Decimal] | None:
        """Return the area with the smallest factor below 1, its room and the rates asked there."""
        found, smallest = None, Fraction(1)
        for area, pieces in self.over.items():
            asked = sum([waiting[piece] for piece in pieces if piece in waiting], start=ZERO)
            if asked:
                factor = Fraction(self.room[area]) / Fraction(asked)
                if factor < smallest:
                    found, smallest = (area, self.room[area], asked), factor
        return found

    def _keep(self, piece: Piece, rate: Decimal) -> None:
        self.kept[piece] = rate
        for area in self.of_piece.get(piece, ()):
            self.room[area] -= rate

"""The $5.90 limit on senior and junior districts together.  RCW 84.52.043(2); WAC 458-19-070.

It counts only the components that REV 64 0097 lists: not the state, ports, public utility
districts, emergency medical levies, bonds and excess levies, and not the part of a levy
above its statutory maximum that corrects an error (RCW 84.52.085).

A fire district or authority, a metropolitan park district by vote, and a large county's
flood zone may protect up to $0.25 by levying it outside this limit "if those taxes otherwise
would be prorated" (RCW 84.52.125, .120, .816).  The reading here [M, the statutes do not state
how much leaves the limit]: the test runs as if nothing were protected, and of the rate that it
cuts, up to the protected rate is levied outside.  So protection costs no other district
anything, the limit never loses more than was cut, and the 1 % limit cuts that part first.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from levy.law.washington.limit_levels import PROTECTED_AS, LimitedLevy, LimitLaw, Piece
from levy.law.washington.pro_rata import Allocation, share_out


def aggregate_limit(
    pieces: Mapping[Piece, Decimal], areas: Mapping[str, tuple[str, ...]], law: LimitLaw
) -> Allocation:
    """Return the rate left to every piece under the $5.90 limit, before any protection.

    pieces  rate by piece, before the limit
    areas   the levies that each active area pays
    """
    return share_out(pieces, areas, law.aggregate_levels, law.aggregate_limit)


def protected_pieces(
    allocation: Allocation, levies: Iterable[LimitedLevy], law: LimitLaw
) -> dict[Piece, Decimal]:
    """Return the rates levied outside the limit instead of being lost, as separate pieces."""
    protects = {levy.levy: levy.protects for levy in levies}
    protected: dict[Piece, Decimal] = {}
    for piece in allocation.deciding_areas:
        if piece.component in law.protected:
            loss = allocation.rates[piece] - allocation.rates_left[piece]
            rate = min(loss, protects[piece.levy], law.protected[piece.component])
            if rate > 0:
                protected[Piece(piece.levy, PROTECTED_AS[piece.component])] = rate
    return protected

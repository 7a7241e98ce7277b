"""The $5.90 limit on senior and junior districts together.  RCW 84.52.043(2); WAC 458-19-070.

It counts only components that REV 64 0097 lists: not the state, ports, public utility
districts, emergency medical levies, bonds and excess levies, and not the part of a levy
above its statutory maximum that corrects an error (RCW 84.52.085).

A fire district or authority, a metropolitan park district by vote, and a large county's
flood zone may protect up to $0.25 by levying it outside this limit "if those taxes otherwise
would be prorated" (RCW 84.52.125, .120, .816).  The reading here [M, how much leaves is not
said]: the test runs as if nothing were protected, and of what it cuts, up to the protected
rate is levied outside.  So protection costs no other district anything, no more leaves the
limit than was cut, and what leaves is the first that the 1 % limit cuts.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from levy.law.washington.limit_levels import PROTECTED_AS, LimitedLevy, LimitLaw, Piece
from levy.law.washington.pro_rata import Shared, share_out


def aggregate_limit(
    pieces: Mapping[Piece, Decimal], areas: Mapping[str, tuple[str, ...]], law: LimitLaw
) -> Shared:
    """Return what every piece keeps under the $5.90 limit, before any protection.

    pieces  rate by piece, before the limit
    areas   the levies that each active area pays
    """
    return share_out(pieces, areas, law.aggregate_levels, law.aggregate_limit)


def protected_pieces(
    shared: Shared, levies: Iterable[LimitedLevy], law: LimitLaw
) -> dict[Piece, Decimal]:
    """Return what is levied outside the limit instead of being lost, as pieces of its own."""
    protects = {levy.levy: levy.protects for levy in levies}
    protected: dict[Piece, Decimal] = {}
    for piece in shared.decided:
        if piece.component in law.protected:
            lost = shared.wanted[piece] - shared.kept[piece]
            rate = min(lost, protects[piece.levy], law.protected[piece.component])
            if rate > 0:
                protected[Piece(piece.levy, PROTECTED_AS[piece.component])] = rate
    return protected

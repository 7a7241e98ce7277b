"""The 1 % limit on all regular levies.  Constitution, article VII, section 2; RCW 84.52.050.

It runs after the $5.90 limit, on the rates that are left (WAC 458-19-075(2)(a)), and counts
every component that REV 64 0096 lists.  That includes the state's levy, which is never cut, but
no port, no public utility district, no bond and no excess levy.
"""

from collections.abc import Mapping
from decimal import Decimal

from levy.law.washington.limit_levels import LimitLaw, Piece
from levy.law.washington.pro_rata import Allocation, share_out


def one_percent_limit(
    pieces: Mapping[Piece, Decimal],
    areas: Mapping[str, tuple[str, ...]],
    law: LimitLaw,
    maximum_rate: Decimal,
) -> Allocation:
    """Return the rate left to every piece under the 1 % limit.

    pieces        rate by piece after the $5.90 limit, with the rates protected from it
    areas         the levies that each active area pays
    maximum_rate  rate that no area may exceed (`max_effective_rate`)
    """
    return share_out(pieces, areas, law.one_percent_levels, maximum_rate)

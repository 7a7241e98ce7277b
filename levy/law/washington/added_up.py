"""Sums of the rates of levies, each computed once, because many areas pay the same levies."""

from collections.abc import Mapping
from decimal import Decimal

from levy.law.units import ZERO


class RateSums(dict[tuple[str, ...], Decimal]):
    """The sum of some levies' rates, by their codes; computed on first use.

    >>> sums = RateSums({"CITY": Decimal("1.2"), "PORT": Decimal("0.3")})
    >>> sums[("CITY", "PORT")], sums[()]
    (Decimal('1.5'), Decimal('0'))
    """

    def __init__(self, rates: Mapping[str, Decimal]):
        self._rate_of = rates.__getitem__

    def __missing__(self, levies: tuple[str, ...]) -> Decimal:
        self[levies] = total = sum(map(self._rate_of, levies), ZERO)
        return total

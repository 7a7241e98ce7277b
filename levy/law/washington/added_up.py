"""The rates of levies that are paid together, added up once: many areas pay the same levies."""

from collections.abc import Mapping
from decimal import Decimal

from levy.law.units import ZERO


class AddedUp(dict[tuple[str, ...], Decimal]):
    """The sum of some levies' rates by their codes, computed when it is first asked for.

    >>> together = AddedUp({"CITY": Decimal("1.2"), "PORT": Decimal("0.3")})
    >>> together[("CITY", "PORT")], together[()]
    (Decimal('1.5'), Decimal('0'))
    """

    def __init__(self, rates: Mapping[str, Decimal]):
        self._rate_of = rates.__getitem__

    def __missing__(self, levies: tuple[str, ...]) -> Decimal:
        self[levies] = total = sum(map(self._rate_of, levies), ZERO)
        return total

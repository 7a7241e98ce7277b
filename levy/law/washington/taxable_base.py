"""The taxable value that a levy's rate is computed on.  RCW 84.52.080, 84.36.381, 84.33.081.

base        of an area
regular     regular value
excess      regular - senior value + full timber value
enrichment  regular - senior value, + the greater of half the timber value and 80 % of the
            1983 timber roll, over the whole levy
state_1     regular - farm machinery
state_2     regular - farm machinery - senior value

A levy's base is the sum over its areas, unless the season says otherwise for it (a joint
district, a dated snapshot).
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from levy.kinds import Base
from levy.law.season import AreaValues
from levy.law.units import ZERO, or_zero
from levy.law.washington.not_known import NotKnown

Parts = tuple[str, ...]

_ADDED: dict[Base, Parts] = {
    Base.REGULAR: ("regular",),
    Base.EXCESS: ("regular", "timber_full"),
    Base.ENRICHMENT: ("regular",),
    Base.STATE_1: ("regular",),
    Base.STATE_2: ("regular",),
}
_TAKEN: dict[Base, Parts] = {
    Base.REGULAR: (),
    Base.EXCESS: ("senior",),
    Base.ENRICHMENT: ("senior",),
    Base.STATE_1: ("farm",),
    Base.STATE_2: ("farm", "senior"),
}


def area_base(base: Base, values: AreaValues) -> Decimal:
    """Return the value of one area on which a levy of this base is taxed.

    Raises NotKnown where a value that the base needs is blank.
    """
    known = _reader(values)
    total = sum((known(part) for part in _ADDED[base]), start=ZERO)
    total -= sum((known(part) for part in _TAKEN[base]), start=ZERO)
    if base is Base.ENRICHMENT:
        total += max(known("timber_half"), or_zero(values.timber_roll))
    return total


def base_over(base: Base, areas: Iterable[AreaValues]) -> Decimal:
    """Return a levy's base over its areas.

    Of the two timber values of an enrichment levy the greater counts once, for the whole
    levy; a blank 1983 roll binds nothing.  Raises NotKnown where another value that the base
    needs is blank.
    """
    total, half, roll = ZERO, ZERO, ZERO
    for values in areas:
        known = _reader(values)
        total += sum((known(part) for part in _ADDED[base]), start=ZERO)
        total -= sum((known(part) for part in _TAKEN[base]), start=ZERO)
        if base is Base.ENRICHMENT:
            half += known("timber_half")
            roll += or_zero(values.timber_roll)
    return total + max(half, roll)


def _reader(values: AreaValues) -> Callable[[str], Decimal]:
    def known(part: str) -> Decimal:
        value: Decimal | None = getattr(values, part)
        if value is None:
            raise NotKnown(f"the {part.replace('_', ' ')} value of area {values.area}")
        return value

    return known

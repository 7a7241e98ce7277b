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

from collections.abc import Iterable, Sequence
from decimal import Decimal

from levy.kinds import Base
from levy.law.season import AreaValues
from levy.law.units import ZERO, or_zero
from levy.law.washington.not_known import NotKnown

Parts = tuple[str, ...]

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
    total = _known("regular", values)
    if base is Base.EXCESS:
        total += _known("timber_full", values)
    for part in _TAKEN[base]:
        total -= _known(part, values)
    if base is Base.ENRICHMENT:
        total += max(_known("timber_half", values), or_zero(values.timber_roll))
    return total


def base_over(base: Base, areas: Iterable[AreaValues]) -> Decimal:
    """Return a levy's base over its areas.

    Of the two timber values of an enrichment levy the greater counts once, for the whole
    levy; a blank 1983 roll binds nothing.  Raises NotKnown where another value that the base
    needs is blank.
    """
    rows = tuple(areas)
    total = _sum_of("regular", base, rows)
    if base is Base.EXCESS:
        total += _sum_of("timber_full", base, rows)
    for part in _TAKEN[base]:
        total -= _sum_of(part, base, rows)
    if base is Base.ENRICHMENT:
        roll = sum([or_zero(row.timber_roll) for row in rows], start=ZERO)
        total += max(_sum_of("timber_half", base, rows), roll)
    return total


def _sum_of(part: str, base: Base, rows: Sequence[AreaValues]) -> Decimal:
    known = [value for row in rows if (value := getattr(row, part)) is not None]
    if len(known) < len(rows):
        for row in rows:  # the first area that lacks something is named, not the first column
            area_base(base, row)
    return sum(known, start=ZERO)


def _known(part: str, values: AreaValues) -> Decimal:
    value: Decimal | None = getattr(values, part)
    if value is None:
        raise NotKnown(f"the {part.replace('_', ' ')} value of area {values.area}")
    return value

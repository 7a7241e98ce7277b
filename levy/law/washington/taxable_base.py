"""The taxable value that a levy's rate is computed on.  RCW 84.52.080, 84.36.381, 84.33.081.

base        of an area
regular     regular value
excess      regular - senior value + full timber value
enrichment  regular - senior value, + the greater of half the timber value and 80 % of the
            1983 timber roll, over the whole levy
state_1     regular - farm machinery
state_2     regular - farm machinery - senior value

A levy's base is the sum over its areas, unless the season has another value for it (a joint
district, a dated snapshot).
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from levy.kinds import Base
from levy.law.not_known import NotKnown
from levy.law.season import AreaValues
from levy.law.units import UNKNOWN, ZERO, or_zero

_REGULAR, _EXCESS, _ENRICHMENT = Base.REGULAR, Base.EXCESS, Base.ENRICHMENT
_STATE_1, _STATE_2 = Base.STATE_1, Base.STATE_2
# The formula of each base of an area, as worksheets show it.
FORMULAS = {
    Base.REGULAR: "regular",
    Base.EXCESS: "regular - senior + timber_full",
    Base.ENRICHMENT: "regular - senior + greater(timber_half, timber_roll)",
    Base.STATE_1: "regular - farm",
    Base.STATE_2: "regular - farm - senior",
}
# The values that each base needs; an error names the first that is blank, in this order.
_NEEDED = {
    Base.REGULAR: ("regular",),
    Base.EXCESS: ("regular", "timber_full", "senior"),
    Base.ENRICHMENT: ("regular", "senior", "timber_half"),
    Base.STATE_1: ("regular", "farm"),
    Base.STATE_2: ("regular", "farm", "senior"),
}
_PARTS = frozenset().union(*_NEEDED.values())
# The columns of values.csv that each base is computed from.
FIELDS = _NEEDED | {Base.ENRICHMENT: (*_NEEDED[Base.ENRICHMENT], "timber_roll")}


def area_base(base: Base, values: AreaValues) -> Decimal:
    """Return the value of one area on which a levy of this base is taxed.

    Raises NotKnown if a value that the base needs is blank.
    """
    value = area_bases(values)[base]
    if value.is_nan():
        raise NotKnown(_first_blank(base, [values]))
    return value


def area_bases(values: AreaValues) -> dict[Base, Decimal]:
    """Return one area's value on every base; `UNKNOWN` if a value that it needs is blank."""
    try:
        return _bases(values)
    except TypeError:  # nothing can be added to a blank
        blank: Any = {part: UNKNOWN for part in _PARTS if getattr(values, part) is None}
        return _bases(replace(values, **blank))


def _bases(row: Any) -> dict[Base, Decimal]:
    regular, senior, half, roll = row.regular, row.senior, row.timber_half, row.timber_roll
    # UNKNOWN is not equal to itself; if the half is unknown, the greater of the two is unknown.
    timber = half if roll is None or half != half else max(half, roll)
    without_seniors, without_farms = regular - senior, regular - row.farm
    return {
        _REGULAR: regular,
        _EXCESS: without_seniors + row.timber_full,
        _ENRICHMENT: without_seniors + timber,
        _STATE_1: without_farms,
        _STATE_2: without_farms - senior,
    }


def base_over(base: Base, areas: Iterable[AreaValues]) -> Decimal:
    """Return a levy's base over its areas.

    For an enrichment levy, the greater of the two timber totals of the whole levy counts; a blank
    1983 roll counts as 0.  Raises NotKnown if another value that the base needs is blank.
    """
    rows: tuple[Any, ...] = tuple(areas)
    if base is not Base.ENRICHMENT:
        return sum([area_base(base, row) for row in rows], ZERO)
    try:
        without = sum([row.regular - row.senior for row in rows], ZERO)
        half = sum([row.timber_half for row in rows], ZERO)
    except TypeError:
        raise NotKnown(_first_blank(base, rows)) from None
    return without + max(half, sum([or_zero(row.timber_roll) for row in rows], ZERO))


def _first_blank(base: Base, areas: Iterable[AreaValues]) -> str:
    return next(
        f"the {part.replace('_', ' ')} value of area {values.area}"
        for values in areas
        for part in _NEEDED[base]
        if getattr(values, part) is None
    )

"""The stack of rates in a tax code area.  RCW 84.52.080; what the two limits count, 84.52.010.

A senior-exempt parcel pays neither voter-approved levies nor part 2 of the state levy.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from levy.kinds import Base, DistrictKind, LevyKind
from levy.law.season import AreaResult, AreaValues, District, Levy
from levy.law.units import ZERO, tax_on, to_cents
from levy.law.washington.not_known import NotKnown
from levy.law.washington.taxable_base import area_base

SENIOR_PAYS = frozenset({Base.REGULAR, Base.STATE_1})

# Regular levies that the $5.90 limit leaves out (RCW 84.52.043(2)): their districts' kinds.
OUTSIDE_AGGREGATE = frozenset(
    {
        DistrictKind.STATE,
        DistrictKind.PORT,
        DistrictKind.PUD,
        DistrictKind.EMS,
        DistrictKind.FERRY,
        DistrictKind.TRANSIT,
        DistrictKind.RTA,
        DistrictKind.SCHOOL,
    }
)
# The 1 % limit leaves these out (Constitution, article VII, section 2; RCW 84.52.010).
OUTSIDE_ONE_PERCENT = frozenset({DistrictKind.PORT, DistrictKind.PUD, DistrictKind.SCHOOL})
_LIMITED = frozenset({LevyKind.REGULAR, LevyKind.LID_LIFT})
_ONE_PERCENT = _LIMITED | {LevyKind.EMS, LevyKind.STATE_1, LevyKind.STATE_2}


def in_aggregate(levy: Levy, district: District) -> bool:
    """Return whether a levy's rate counts against the $5.90 limit."""
    return levy.kind in _LIMITED and district.kind not in OUTSIDE_AGGREGATE


def in_one_percent(levy: Levy, district: District) -> bool:
    """Return whether a levy's rate counts against the 1 % limit."""
    return levy.kind in _ONE_PERCENT and district.kind not in OUTSIDE_ONE_PERCENT


def area_result(
    area: str,
    levies: Sequence[Levy],
    rates: Mapping[str, Decimal | None],
    districts: Mapping[str, District],
    values: AreaValues | None,
) -> AreaResult:
    """Return an area's totals; each is None while a rate or a value that it needs is not known.

    levies  the active levies that the area pays
    rates   rate by levy, as certified
    """
    return AreaResult(
        area,
        total_rate=_total(levies, rates),
        senior_rate=_total((levy for levy in levies if levy.base in SENIOR_PAYS), rates),
        aggregate_590=_total(
            (levy for levy in levies if in_aggregate(levy, districts[levy.district])), rates
        ),
        one_percent=_total(
            (levy for levy in levies if in_one_percent(levy, districts[levy.district])), rates
        ),
        tax=_tax(levies, rates, values),
    )


def _total(levies: Iterable[Levy], rates: Mapping[str, Decimal | None]) -> Decimal | None:
    total = ZERO
    for levy in levies:
        rate = rates[levy.levy]
        if rate is None:
            return None
        total += rate
    return total


def _tax(
    levies: Iterable[Levy], rates: Mapping[str, Decimal | None], values: AreaValues | None
) -> Decimal | None:
    """Return the tax of the area: summed unrounded, rounded once."""
    if values is None:
        return None
    total = ZERO
    for levy in levies:
        rate = rates[levy.levy]
        if rate is None:
            return None
        try:
            total += tax_on(area_base(levy.base, values), rate)
        except NotKnown:
            return None
    return to_cents(total)

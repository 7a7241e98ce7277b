"""The stack of rates in a tax code area.  RCW 84.52.080; what the two limits count, 84.52.010.

A senior-exempt parcel pays neither voter-approved levies nor part 2 of the state levy.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from levy.kinds import Base
from levy.law.season import AreaResult, AreaValues, Levy
from levy.law.units import ZERO, tax_on, to_cents
from levy.law.washington.not_known import NotKnown
from levy.law.washington.taxable_base import area_base

SENIOR_PAYS = frozenset({Base.REGULAR, Base.STATE_1})


def area_result(
    area: str,
    levies: Sequence[Levy],
    rates: Mapping[str, Decimal | None],
    in_aggregate: Mapping[str, Decimal | None],
    values: AreaValues | None,
) -> AreaResult:
    """Return an area's totals; each is None while a rate or a value that it needs is not known.

    levies        the active levies that the area pays
    rates         rate by levy, as certified
    in_aggregate  what of its rate counts against $5.90, by each levy that a limit counts
    """
    limited = [levy for levy in levies if levy.levy in in_aggregate]
    return AreaResult(
        area,
        total_rate=_total(levies, rates),
        senior_rate=_total((levy for levy in levies if levy.base in SENIOR_PAYS), rates),
        aggregate_590=_total(limited, in_aggregate),
        one_percent=_total(limited, rates),
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

"""The stack of rates in a tax code area.  RCW 84.52.080; what the two limits count, 84.52.010.

A senior-exempt parcel pays neither voter-approved levies nor part 2 of the state levy.
"""

from collections.abc import Mapping
from decimal import Decimal

from levy.kinds import Base
from levy.law.season import AreaResult
from levy.law.units import PER_THOUSAND, ZERO, product, to_cents
from levy.law.washington.added_up import AddedUp
from levy.law.washington.who_pays import Stacks

SENIOR_PAYS = frozenset({Base.REGULAR, Base.STATE_1})


def area_result(
    area: str,
    levies: Stacks,
    rates: AddedUp,
    *,
    limited: tuple[str, ...],
    in_aggregate: AddedUp,
    values: Mapping[Base, Decimal],
) -> AreaResult:
    """Return an area's totals; each is None while a rate or a value that it needs is `UNKNOWN`.

    levies        the active levies that the area pays, by the value that they are computed on
    rates         rates as certified
    limited       those levies that a limit counts
    in_aggregate  what of their rates counts against $5.90
    values        value by base

    The tax is summed unrounded and rounded once; the levies on one value are taxed together,
    which gives exactly what each gives alone.
    """
    total = senior = tax = ZERO
    for base, codes in levies.items():
        rate = rates[codes]
        total += rate
        if base in SENIOR_PAYS:
            senior += rate
        tax += product(values[base], rate)
    tax = to_cents(product(tax, PER_THOUSAND))
    totals = (total, senior, in_aggregate[limited], rates[limited], tax)
    return AreaResult(area, *[None if figure.is_nan() else figure for figure in totals])

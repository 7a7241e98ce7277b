"""The total rate and tax of a tax code area.  RCW 84.52.080; what the two limits count, 84.52.010.

A senior-exempt parcel pays neither voter-approved levies nor part 2 of the state levy.
"""

from collections.abc import Mapping
from decimal import Decimal

from levy.kinds import Base
from levy.law.season import AreaResult
from levy.law.units import PER_THOUSAND, ZERO, product, to_cents
from levy.law.washington.added_up import RateSums
from levy.law.washington.who_pays import Stacks

SENIOR_PAYS = frozenset({Base.REGULAR, Base.STATE_1})


def area_result(
    area: str,
    levies: Stacks,
    rates: RateSums,
    *,
    limited: tuple[str, ...],
    in_aggregate: RateSums,
    values: Mapping[Base, Decimal],
) -> AreaResult:
    """Return an area's totals; a total is None while a rate or a value for it is `UNKNOWN`.

    levies        the active levies that the area pays, by the base that they are computed on
    rates         rates as certified
    limited       the levies that a limit counts
    in_aggregate  the parts of their rates that count against $5.90
    values        value by base

    The tax is summed unrounded and rounded once.  Levies on the same base are multiplied together;
    the sum is exactly the same as levy by levy.
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

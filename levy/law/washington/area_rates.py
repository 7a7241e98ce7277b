"""The stack of rates in a tax code area.  RCW 84.52.080; what the two limits count, 84.52.010.

A senior-exempt parcel pays neither voter-approved levies nor part 2 of the state levy.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from levy.kinds import Base
from levy.law.season import AreaResult
from levy.law.units import PER_THOUSAND, ZERO, product, to_cents

SENIOR_PAYS = frozenset({Base.REGULAR, Base.STATE_1})


def area_result(
    area: str,
    levies: Mapping[Base, Sequence[str]],
    rates: Mapping[str, Decimal],
    *,
    limited: Sequence[str],
    in_aggregate: Mapping[str, Decimal],
    values: Mapping[Base, Decimal],
) -> AreaResult:
    """Return an area's totals; each is None while a rate or a value that it needs is `UNKNOWN`.

    levies        the active levies that the area pays, by the value that they are computed on
    rates         rate by levy, as certified
    limited       those levies that a limit counts
    in_aggregate  what of its rate counts against $5.90, by levy
    values        value by base

    The tax is summed unrounded and rounded once; the levies on one value are taxed together,
    which gives exactly what each gives alone.
    """
    rate_of = rates.__getitem__
    total = senior = tax = ZERO
    for base, codes in levies.items():
        rate = sum(map(rate_of, codes), ZERO)
        total += rate
        if base in SENIOR_PAYS:
            senior += rate
        tax += product(values[base], rate)
    return AreaResult(
        area,
        _known(total),
        _known(senior),
        _known(sum(map(in_aggregate.__getitem__, limited), ZERO)),
        _known(sum(map(rate_of, limited), ZERO)),
        _known(to_cents(product(tax, PER_THOUSAND))),
    )


def _known(total: Decimal) -> Decimal | None:
    return None if total.is_nan() else total

"""The stack of rates in a tax code area.  RCW 84.52.080; what the two limits count, 84.52.010.

A senior-exempt parcel pays neither voter-approved levies nor part 2 of the state levy.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from levy.kinds import Base
from levy.law.season import AreaResult, AreaValues, Levy
from levy.law.units import PER_THOUSAND, ZERO, product, to_cents
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
    paid = _known([levy.levy for levy in levies], rates)
    limited = [levy.levy for levy in levies if levy.levy in in_aggregate]
    return AreaResult(
        area,
        total_rate=_total(paid),
        senior_rate=_total(
            _known([levy.levy for levy in levies if levy.base in SENIOR_PAYS], rates)
        ),
        aggregate_590=_total(_known(limited, in_aggregate)),
        one_percent=_total(_known(limited, rates)),
        tax=None if paid is None or values is None else _tax(levies, paid, values),
    )


def _known(levies: Sequence[str], rates: Mapping[str, Decimal | None]) -> Sequence[Decimal] | None:
    """Return the rates of these levies, or None while one of them is not known."""
    known = [rate for levy in levies if (rate := rates[levy]) is not None]
    return known if len(known) == len(levies) else None


def _total(rates: Sequence[Decimal] | None) -> Decimal | None:
    return None if rates is None else sum(rates, start=ZERO)


def _tax(levies: Sequence[Levy], rates: Sequence[Decimal], values: AreaValues) -> Decimal | None:
    """Return the tax of the area: summed unrounded, rounded once."""
    try:
        bases = {base: area_base(base, values) for base in {levy.base for levy in levies}}
    except NotKnown:
        return None
    taxed = [bases[levy.base] for levy in levies]
    return to_cents(product(sum(map(product, taxed, rates), start=ZERO), PER_THOUSAND))

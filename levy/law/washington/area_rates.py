"""The stack of rates in a tax code area.  RCW 84.52.080; what the two limits count, 84.52.010.

A senior-exempt parcel pays neither voter-approved levies nor part 2 of the state levy.
"""

from collections.abc import Iterable, Mapping, Sequence
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
    paid = [levy.levy for levy in levies]
    by_senior = [levy.levy for levy in levies if levy.base in SENIOR_PAYS]
    limited = [code for code in paid if code in in_aggregate]
    return AreaResult(
        area,
        total_rate=_total(paid, rates),
        senior_rate=_total(by_senior, rates),
        aggregate_590=_total(limited, in_aggregate),
        one_percent=_total(limited, rates),
        tax=None if values is None else _tax(levies, rates, values),
    )


def _total(levies: Sequence[str], rates: Mapping[str, Decimal | None]) -> Decimal | None:
    known = [rate for levy in levies if (rate := rates[levy]) is not None]
    return sum(known, start=ZERO) if len(known) == len(levies) else None


def _tax(
    levies: Iterable[Levy], rates: Mapping[str, Decimal | None], values: AreaValues
) -> Decimal | None:
    """Return the tax of the area: summed unrounded, rounded once."""
    total, bases = ZERO, _Bases(values)
    for levy in levies:
        rate = rates[levy.levy]
        if rate is None:
            return None
        try:
            total += product(bases[levy.base], rate)
        except NotKnown:
            return None
    return to_cents(product(total, PER_THOUSAND))


class _Bases(dict[Base, Decimal]):
    """The area's value by base, each computed once, when the first levy asks for it."""

    def __init__(self, values: AreaValues):
        super().__init__()
        self._values = values

    def __missing__(self, base: Base) -> Decimal:
        self[base] = value = area_base(base, self._values)
        return value

"""A levy under the levy limit: both pages of the worksheet, or page 1 and a lid lift."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from levy.kinds import Binding, LevyKind, MeasureKind, Outcome
from levy.law.not_known import NotKnown
from levy.law.season import Levy, Limit, Measure, Request
from levy.law.units import or_zero
from levy.law.washington.banked_capacity import banked_capacity
from levy.law.washington.certified_levy import binding, certified_levy
from levy.law.washington.law import Law
from levy.law.washington.levy_limit import levy_limit
from levy.law.washington.lid_lift import lift_binding, single_year_lift
from levy.law.washington.not_below_zero import check_not_below_zero
from levy.law.washington.statutory_maximum import statutory_maximum
from levy.law.worksheet import Worksheet

KINDS = frozenset({LevyKind.REGULAR, LevyKind.LID_LIFT, LevyKind.EMS})
_NEEDED = {
    "highest_lawful_levy": "its highest lawful levy",
    "limit_factor": "its limit factor",
    "last_levy": "its levy of last year",
    "last_rate": "its rate of last year",
    "new_construction": "its new construction",
}


class RegularLevy(NamedTuple):
    """A regular levy's worksheet, what decided it, and the maximum rate's line if that did."""

    worksheet: Worksheet
    binding: Binding
    at_maximum: str | None


def regular_levy(
    levy: Levy,
    limit: Limit,
    request: Request,
    *,
    value: Decimal,
    less: Mapping[str, Decimal],
    lift: Measure | None,
    law: Law,
    factor: Worksheet | None = None,
) -> RegularLevy:
    """Return the computed levy; its amount is line `P2S`, its 12-decimal rate `P2S_rate`.

    value  value of the whole district
    less   rate by levy that other levies subtract from the statutory maximum
    lift   the single-year lid lift by rate that voters passed for this year, or None
    factor the worksheet of a limit factor that limits.csv leaves blank, or None

    Raises NotKnown if a figure that the limit needs is blank, or if more is subtracted than the
    levy.  A district without value is never at its maximum rate: the rate is computed on the
    value (RCW 84.52.080), and no rate raises anything without value.
    """
    if levy.statutory_rate is None:
        raise NotKnown("its statutory rate (levies.csv)")
    last_levy = _checked(limit, value)
    maximum = statutory_maximum(levy.statutory_rate, less, limit.statutory_plus)
    before = maximum if factor is None else maximum.followed_by(factor)
    page_1 = levy_limit(
        limit, value=value, maximum_rate=maximum.number("maximum_rate"), before=before
    )
    if lift is not None and lift.rate is not None:
        return _lifted(page_1, lift, lift.rate, request)
    pages = certified_levy(
        page_1,
        request,
        last_levy=last_levy,
        beyond_maximum_after=int(law.error_beyond_maximum_after),
    )
    check_not_below_zero(pages)
    sheet = banked_capacity(
        pages.number("J"),
        before_correction=pages.number("P2L"),
        refund=request.refund,
        levied=pages.number("P2P"),
        before=pages,
    )
    # A correction or a road shift can move a levy away from the maximum that decided it before.
    at_maximum = value and sheet.number("P2S") == sheet.number("P2P") == sheet.number("P2K")
    bound = binding(sheet)
    return RegularLevy(sheet, bound, "maximum_rate" if at_maximum else None)


def lift_of(levy: str, measures: tuple[Measure, ...], tax_year: int) -> Measure | None:
    """Return the passed single-year lid lift by rate whose first year this is, or None.

    A blank first year is not known, so the measure counts unless its term has ended.  In later
    years of its term the lift is part of the highest lawful levy, and the voted rate no longer
    applies.
    """
    for measure in measures:
        if (
            measure.levy == levy
            and measure.kind is MeasureKind.LID_LIFT_SINGLE_YEAR
            and measure.outcome is Outcome.PASSED
            and measure.rate is not None
            and measure.first_year in {None, tax_year}
            and (measure.last_year is None or measure.last_year >= tax_year)
        ):
            return measure
    return None


def _checked(limit: Limit, value: Decimal) -> Decimal:
    for field, name in _NEEDED.items():
        if getattr(limit, field) is None:
            raise NotKnown(f"{name} (limits.csv)")
    if or_zero(limit.annexed_value) > value:
        raise NotKnown(f"an annexed value (limits.csv) of at most its value of ${value:,f}")
    if (limit.state_assessed is None) != (limit.state_assessed_prior is None):
        raise NotKnown("its state-assessed values of both years (limits.csv)")
    assert limit.last_levy is not None  # noqa: S101  checked above
    return limit.last_levy


def _lifted(page_1: Worksheet, lift: Measure, voted_rate: Decimal, request: Request) -> RegularLevy:
    sheet = single_year_lift(
        page_1,
        voted_rate=voted_rate,
        certified=request.certified_amount,
        measure=lift.measure,
    )
    bound = lift_binding(sheet)
    at_maximum = {Binding.STATUTORY: "maximum_rate", Binding.LIMIT: "voted_rate"}.get(bound)
    return RegularLevy(sheet, bound, at_maximum if sheet.number("value") else None)

"""The levy of a district: the least of limit, resolution and request.  REV 64 0007 page 2.

A refund is added to the limit and to the resolution, never to the amount certified.  A
correction of an earlier error is added last, and the sum is capped again.
"""

from decimal import Decimal
from typing import Literal

from levy.kinds import Binding
from levy.law.season import Request
from levy.law.units import (
    CENTS,
    ONE,
    ZERO,
    displayed,
    displayed_rate,
    lesser,
    or_zero,
    product,
)
from levy.law.worksheet import Working, Worksheet

FILE = "requests.csv"
Form = Literal["2024-10", "older"]


def certified_levy(
    page_1: Worksheet,
    request: Request,
    *,
    last_levy: Decimal,
    beyond_maximum_after: int,
    form: Form = "2024-10",
) -> Worksheet:
    """Return the worksheet with page 2 below page 1: lines A to S, each key with P2 before it.

    page_1                what `levy_limit` returned
    last_levy             dollars actually levied last year
    beyond_maximum_after  year: the correction of a later error that the district did not cause
                          may exceed the statutory maximum (RCW 84.52.085)
    form                  version of the state's form: since October 2024 a correction may not
                          exceed the amount certified, either

    A blank request or resolution limits nothing.
    """
    sheet = Working("RCW 84.55.120", page_1)
    authorized = _authorized(sheet, page_1, request, last_levy)
    allowed = _allowed(sheet, page_1, request, authorized)
    value = page_1.number("value")
    corrected = _corrected(sheet, request, allowed, value)
    beyond = _beyond_maximum(request, beyond_maximum_after)
    levy = _levy(sheet, page_1, request, corrected, beyond=beyond, form=form)
    _shifted(sheet, request, levy, value)
    return sheet.worksheet()


def binding(sheet: Worksheet) -> Binding:
    """Return what decided line P2P; if two amounts are equal, the one nearer to the request."""
    levy, maximum = sheet.number("P2P"), sheet.number("I")
    before_correction, corrected = sheet.number("P2L"), sheet.number("P2N")
    if levy == maximum < corrected or (levy == corrected and before_correction == maximum):
        return Binding.STATUTORY
    if levy < corrected or before_correction == _less_abeyance(sheet, "P2H"):
        return Binding.CERTIFIED
    if before_correction == _less_abeyance(sheet, "P2I"):
        return Binding.LIMIT
    return Binding.RESOLUTION


def _less_abeyance(sheet: Worksheet, key: str) -> Decimal | None:
    value = sheet.value(key)
    return None if value is None else value - or_zero(sheet.value("abeyance"))


def _authorized(
    sheet: Working, page_1: Worksheet, request: Request, last_levy: Decimal
) -> Decimal | None:
    """Return line F: last year's levy, the increase resolved, and the additions of page 1."""
    sheet.input("last_levy", "Last year's actual levy", last_levy, "dollars", "limits.csv")
    dollars = sheet.input(
        "resolution_dollars",
        "Increase resolved, dollars",
        request.resolution_dollars,
        "dollars",
        FILE,
    )
    percent = sheet.input(
        "resolution_percent",
        "Increase resolved, fraction",
        request.resolution_percent,
        "fraction",
        FILE,
    )
    by_dollars = sheet.computed_or_blank(
        "P2A1",
        "Last year's levy + the increase in dollars",
        None if dollars is None else displayed(last_levy + dollars, CENTS),
        "dollars",
        "cents(last_levy + resolution_dollars)",
    )
    by_percent = sheet.computed_or_blank(
        "P2A2",
        "Last year's levy × the increase in percent",
        None if percent is None else displayed(product(last_levy, ONE + percent), CENTS),
        "dollars",
        "cents(last_levy * (1 + resolution_percent))",
    )
    increased = by_percent if by_dollars is None else lesser(by_dollars, by_percent)
    additions = sum([page_1.number(key) for key in "BCDG"], start=ZERO)
    return sheet.computed_or_blank(
        "P2F",
        "Authorized by resolution",
        None if increased is None else increased + additions,
        "dollars",
        "lesser(P2A1, P2A2) + B + C + D + G",
    )


def _allowed(
    sheet: Working, page_1: Worksheet, request: Request, authorized: Decimal | None
) -> Decimal:
    """Return line L: the least of the four, less the amount held in abeyance."""
    refund = sheet.input("refund", "Refund levy", request.refund, "dollars", FILE)
    with_refund = sheet.computed_or_blank(
        "P2G",
        "Authorized by resolution + refund",
        None if authorized is None else authorized + or_zero(refund),
        "dollars",
        "P2F + refund",
        "RCW 84.69.180",
    )
    certified = sheet.input(
        "P2H", "Amount certified by the district", request.certified_amount, "dollars", FILE
    )
    limit = sheet.computed(
        "P2I",
        "Levy limit + refund",
        page_1.number("H") + or_zero(refund),
        "dollars",
        "H + refund",
        "RCW 84.55.070",
    )
    abeyance = sheet.input("abeyance", "Held in abeyance", request.abeyance, "dollars", FILE)
    least = lesser(limit, with_refund, certified)
    j = sheet.computed(
        "P2J",
        "Least of these, less what is held in abeyance",
        least - or_zero(abeyance),
        "dollars",
        "lesser(P2G, P2H, P2I) - abeyance",
        "RCW 84.52.018",
    )
    k = sheet.computed(
        "P2K", "Statutory maximum amount", page_1.number("I"), "dollars", "I", "RCW 84.52.043"
    )
    return sheet.computed("P2L", "Levy before correction", min(j, k), "dollars", "lesser(P2J, P2K)")


def _corrected(sheet: Working, request: Request, allowed: Decimal, value: Decimal) -> Decimal:
    """Return line N, the levy after correcting earlier errors, and write the rate without them."""
    over = sheet.input(
        "over_levied", "Levied too much before", request.over_levied, "dollars", FILE
    )
    under = sheet.input(
        "under_levied", "Levied too little before", request.under_levied, "dollars", FILE
    )
    corrected = sheet.computed(
        "P2N",
        "Levy after correction",
        allowed - or_zero(over) + or_zero(under),
        "dollars",
        "P2L - over_levied + under_levied",
        "RCW 84.52.085",
    )
    sheet.computed(
        "P2O",
        "Rate without correction, for next year",
        displayed_rate(allowed, value),
        "rate",
        "rate12(P2L, value)",
        "WAC 458-19-020",
    )
    return corrected


def _beyond_maximum(request: Request, after: int) -> bool:
    """Return whether the correction may exceed the statutory maximum."""
    return (
        request.error_by_district is False
        and request.error_year is not None
        and request.error_year > after
    )


def _levy(
    sheet: Working,
    page_1: Worksheet,
    request: Request,
    corrected: Decimal,
    *,
    beyond: bool,
    form: Form,
) -> Decimal:
    """Return line P: the corrected levy, capped again."""
    maximum = None if beyond else page_1.number("I")
    request_cap = request.certified_amount if form == "2024-10" else None
    caps = ("" if beyond else ", P2K") + (", P2H" if form == "2024-10" else "")
    return sheet.computed(
        "P2P",
        "Levy",
        lesser(corrected, maximum, request_cap),
        "dollars",
        f"lesser(P2N{caps})",
        "RCW 84.52.085",
    )


def _shifted(sheet: Working, request: Request, levy: Decimal, value: Decimal) -> None:
    """Write line S, the levy after the road levy shift, and its rate."""
    added = sheet.input("shift_to", "Shifted to this levy", request.shift_to, "dollars", FILE)
    taken = sheet.input("shift_from", "Shifted from this levy", request.shift_from, "dollars", FILE)
    shifted = sheet.computed(
        "P2S",
        "Levy after the road levy shift",
        levy + or_zero(added) - or_zero(taken),
        "dollars",
        "P2P + shift_to - shift_from",
        "RCW 84.52.043(1)",
    )
    sheet.computed(
        "P2S_rate",
        "Rate of the levy",
        displayed_rate(shifted, value),
        "rate",
        "rate12(P2S, value)",
        "WAC 458-19-020",
    )

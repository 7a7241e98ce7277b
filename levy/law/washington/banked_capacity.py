"""Banked capacity: what a district could have levied and did not; it keeps it.  RCW 84.55.092.

Two figures bear that name.  By the statute it is the limit less what was levied under the
limit, so neither a refund nor a correction counts.  A county's report takes the levy as it was
certified, refund and correction included.  Both are computed and named apart.

A levy of less than its refund is all refund, which is levied outside the limit (RCW 84.55.070):
nothing was levied under it, so the whole limit is banked and never more.
"""

from decimal import Decimal

from levy.law.units import not_below_zero, or_zero
from levy.law.worksheet import Working, Worksheet


def banked_capacity(
    lawful: Decimal,
    *,
    before_correction: Decimal,
    refund: Decimal | None,
    levied: Decimal,
    before: Worksheet | None = None,
) -> Worksheet:
    """Return lines `banked` (the statute's figure) and `banked_reported` (the county's).

    lawful             dollars: the lesser of levy limit and statutory maximum amount (line J)
    before_correction  dollars of the levy before any correction (line P2L)
    refund             dollars of refund levy within it
    levied             dollars as certified, refund and correction included (line P2P)
    before             the worksheet so far, to write below
    """
    sheet = Working("RCW 84.55.092", before)
    sheet.given("lawful_levy", "Highest lawful levy this year", lawful, "dollars", "line J")
    sheet.given(
        "before_correction", "Levy before any correction", before_correction, "dollars", "line P2L"
    )
    sheet.given("refund_levied", "Refund within it", refund, "dollars", "requests.csv")
    under_limit = sheet.computed(
        "levied_under_limit",
        "Levied under the limit",
        not_below_zero(before_correction - or_zero(refund)),
        "dollars",
        "greater(before_correction - refund_levied, 0)",
        "RCW 84.55.070; RCW 84.52.085",
    )
    sheet.computed(
        "banked",
        "Banked capacity",
        not_below_zero(lawful - under_limit),
        "dollars",
        "greater(lawful_levy - levied_under_limit, 0)",
    )
    sheet.given("levied", "Levy, refund and correction included", levied, "dollars", "line P2P")
    sheet.computed(
        "banked_reported",
        "Banked capacity as counties report it",
        not_below_zero(lawful - levied),
        "dollars",
        "greater(lawful_levy - levied, 0)",
    )
    return sheet.worksheet()

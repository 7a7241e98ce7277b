"""Banked capacity: what a district could have levied, did not, and keeps.  RCW 84.55.092.

Two figures have that name.  By the statute it is the limit less what was levied under the
limit, so neither a refund nor a correction counts.  A county's report subtracts the levy as it
was certified, refund and correction included.  Both are computed, under separate names.

If a levy is smaller than its refund, all of it is refund, which is levied outside the limit
(RCW 84.55.070).  Nothing was levied under the limit, so exactly the whole limit is banked.
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
    sheet.input("lawful_levy", "Highest lawful levy this year", lawful, "dollars", "line J")
    sheet.input(
        "before_correction", "Levy before any correction", before_correction, "dollars", "line P2L"
    )
    sheet.input("refund_levied", "Refund within it", refund, "dollars", "requests.csv")
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
    sheet.input("levied", "Levy, refund and correction included", levied, "dollars", "line P2P")
    sheet.computed(
        "banked_reported",
        "Banked capacity as counties report it",
        not_below_zero(lawful - levied),
        "dollars",
        "greater(lawful_levy - levied, 0)",
    )
    return sheet.worksheet()

"""The refund levy: tax that was paid back is levied again.  RCW 84.69.180; WAC 458-19-085.

A refund levy is outside the levy limit and inside the statutory maximum rate, where it is
served first.  It never enters next year's highest lawful levy.  Judgments: RCW 84.68.040.
"""

from collections.abc import Mapping
from decimal import Decimal

from levy.law.units import WORKSHEET, ZERO, rate_or_zero
from levy.law.washington.statutory_maximum import maximum_amount
from levy.law.worksheet import Working, Worksheet, key_of


def eligible_refund(
    refunds: Decimal, *, cancellations: Decimal, abatements: Decimal, supplements: Decimal
) -> Worksheet:
    """Return the refund levy that a district may request, as line `refund_eligible`.

    refunds        dollars paid back, or to be paid back, in twelve months
    cancellations  dollars of tax cancelled
    abatements     dollars of tax abated
    supplements    dollars of tax added to the roll

    If more was added than cancelled and abated, the difference does not lower the refunds that
    were paid [M: no text that was read says so].
    """
    sheet = Working("RCW 84.69.180")
    for key, label, amount in (
        ("refunds", "Refunds paid or to be paid", refunds),
        ("cancellations", "Tax cancelled", cancellations),
        ("abatements", "Tax abated", abatements),
        ("supplements", "Tax added", supplements),
    ):
        sheet.input(key, label, amount, "dollars", "the treasurer")
    net = sheet.computed(
        "net_cancelled",
        "Cancelled and abated, less added",
        cancellations + abatements - supplements,
        "dollars",
        "cancellations + abatements - supplements",
        "WAC 458-19-085",
    )
    sheet.computed(
        "refund_eligible",
        "Refund levy that may be asked for",
        refunds + max(net, ZERO),
        "dollars",
        "refunds + greater(net_cancelled, 0)",
    )
    return sheet.worksheet()


def refund_of_district(adjustments: Mapping[str, Decimal]) -> Worksheet:
    """Return a district's refund over all its levies, as line `refund_eligible`.

    adjustments  dollars by levy: tax after less tax before, so that a refund is negative

    If its levies gained more than they lost, the refund is 0 [M: no text that was read says so].
    """
    sheet = Working("RCW 84.69.180")
    for levy, amount in adjustments.items():
        sheet.input(
            f"change_{key_of(levy)}",
            f"Change of the tax of {levy}",
            amount,
            "dollars",
            "the treasurer",
        )
    net = sheet.computed(
        "net_change",
        "Change of all its levies",
        sum(adjustments.values(), start=ZERO),
        "dollars",
        " + ".join(f"change_{key_of(levy)}" for levy in adjustments) or "0",
    )
    sheet.computed(
        "refund_eligible",
        "Refund levy that may be asked for",
        max(-net, ZERO),
        "dollars",
        "greater(0 - net_change, 0)",
    )
    return sheet.worksheet()


def refund_within_maximum(
    allowable: Decimal, refund: Decimal, *, value: Decimal, maximum_rate: Decimal
) -> Worksheet:
    """Return the levy and refund within the maximum: lines `total`, `refund_part`, `levy_part`.

    allowable     dollars under the levy limit, without the refund
    refund        dollars of refund levy
    value         value of the district
    maximum_rate  statutory maximum rate
    """
    sheet = Working("WAC 458-19-085")
    sheet.input("allowable", "Levy under the limit", allowable, "dollars", "line H")
    sheet.input("refund", "Refund levy", refund, "dollars", "requests.csv")
    sheet.input("value", "Value of the district", value, "value")
    sheet.input("maximum_rate", "Statutory maximum rate", maximum_rate, "rate")
    maximum = maximum_amount(
        sheet, value, maximum_rate, "Statutory maximum amount", "RCW 84.52.043"
    )
    total = sheet.computed(
        "total",
        "Levy and refund together",
        min(allowable + refund, maximum),
        "dollars",
        "lesser(allowable + refund, maximum_amount)",
    )
    refund_part = sheet.computed(
        "refund_part",
        "Part for the refund, served first",
        min(refund, total),
        "dollars",
        "lesser(refund, total)",
    )
    sheet.computed(
        "levy_part", "Part for the levy", total - refund_part, "dollars", "total - refund_part"
    )
    sheet.computed(
        "total_rate",
        "Rate of both",
        rate_or_zero(total, value, WORKSHEET),
        "rate",
        "rate12(total, value)",
        "RCW 84.52.080",
    )
    sheet.computed(
        "next_year_base",
        "Highest lawful levy for next year, the refund left out",
        min(allowable, maximum),
        "dollars",
        "lesser(allowable, maximum_amount)",
        "RCW 84.55.092",
    )
    return sheet.worksheet()

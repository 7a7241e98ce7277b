"""The maximum rates of members of a regional fire authority.  RCW 84.52.044.

The maximum of each of a fire district's three levies falls by the authority's levy under the same
letter.  The maximum of a city or port in the authority falls by the authority's whole rate.
"""

from collections.abc import Sequence
from decimal import Decimal

from levy.law.units import ZERO
from levy.law.worksheet import Working, Worksheet


def fire_district_in_authority(each_rate: Decimal, authority: Sequence[Decimal]) -> Worksheet:
    """Return the fire district's maximum rate as line `maximum_rate`.

    each_rate  rate of each of its three levies: 0.50
    authority  rates of the authority's levies (a), (b) and (c), before any limit cuts them
    """
    sheet = Working("RCW 84.52.044")
    sheet.input(
        "each_rate", "Highest rate of each fire levy", each_rate, "rate", "chapter 52.16 RCW"
    )
    left = ZERO
    for letter, rate in zip("abc", authority, strict=True):
        sheet.input(
            f"authority_{letter}", f"The authority's levy ({letter})", rate, "rate", "the authority"
        )
        left += sheet.computed(
            f"fire_{letter}",
            f"Left of the fire levy ({letter})",
            max(each_rate - rate, ZERO),
            "rate",
            f"greater(each_rate - authority_{letter}, 0)",
        )
    sheet.computed(
        "maximum_rate", "Statutory maximum rate", left, "rate", "fire_a + fire_b + fire_c"
    )
    return sheet.worksheet()


def member_in_authority(base_rate: Decimal, authority: Sequence[Decimal]) -> Worksheet:
    """Return the maximum rate of a city or a port in an authority, as line `maximum_rate`.

    base_rate  rate that the law allows it
    authority  rates of the authority's levies (a), (b) and (c), before any limit cuts them
    """
    sheet = Working("RCW 84.52.044")
    sheet.input(
        "statutory_rate", "Statutory rate of this kind of levy", base_rate, "rate", "levies.csv"
    )
    total = ZERO
    for letter, rate in zip("abc", authority, strict=True):
        sheet.input(
            f"authority_{letter}", f"The authority's levy ({letter})", rate, "rate", "the authority"
        )
        total += rate
    sheet.computed(
        "maximum_rate",
        "Statutory maximum rate",
        max(base_rate - total, ZERO),
        "rate",
        "greater(statutory_rate - authority_a - authority_b - authority_c, 0)",
    )
    return sheet.worksheet()

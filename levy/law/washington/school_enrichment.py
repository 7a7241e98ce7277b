"""A school district's enrichment levy: the least of three.  RCW 84.52.053, 84.52.0531.

It levies what it certified, but no more than the dollar rate on its base and no more than
the per-pupil maximum.  The state's school form cuts its 12-decimal rate off; every other form
rounds it.
"""

from decimal import Decimal

from levy.kinds import Binding
from levy.law.units import WORKSHEET, lesser, rate_or_zero, rounded
from levy.law.washington.statutory_maximum import maximum_amount
from levy.law.worksheet import Working, Worksheet


def school_enrichment(
    certified: Decimal | None, value: Decimal, *, maximum_rate: Decimal, per_pupil: Decimal | None
) -> Worksheet:
    """Return the levy as line `P2S` and its rate, cut at 12 decimals, as line `P2S_rate`.

    certified     dollars: voter-approved, plus the year's refunds; a blank limits nothing
    value         value on the enrichment base
    maximum_rate  rate: 2.50
    per_pupil     maximum in dollars, from the superintendent of public instruction; the form
                  uses whole dollars; a blank limits nothing
    """
    sheet = Working("RCW 84.52.0531")
    sheet.input(
        "certified", "Amount certified, refunds included", certified, "dollars", "requests.csv"
    )
    sheet.input("value", "Value on the enrichment base", value, "value")
    sheet.input(
        "maximum_rate", "Highest rate of an enrichment levy", maximum_rate, "rate", "RCW 84.52.0531"
    )
    by_rate = maximum_amount(sheet, value, maximum_rate)
    sheet.input("per_pupil_maximum", "Per-pupil maximum", per_pupil, "dollars", "enrichment.csv")
    whole = sheet.computed_or_blank(
        "per_pupil",
        "Per-pupil maximum, whole dollars",
        None if per_pupil is None else rounded(per_pupil, 0),
        "dollars",
        "dollars(per_pupil_maximum)",
    )
    levy = sheet.computed(
        "P2S",
        "Levy",
        lesser(by_rate, certified, whole),
        "dollars",
        "lesser(certified, maximum_amount, per_pupil)",
    )
    rate = rate_or_zero(levy, value, WORKSHEET, "down")
    sheet.computed("P2S_rate", "Rate of the levy", rate, "rate", "cut12(P2S, value)")
    return sheet.worksheet()


def enrichment_binding(sheet: Worksheet) -> Binding:
    """Return what decided an enrichment levy; if two amounts are equal, the request.

    Without value to tax, nothing decided it.
    """
    levy = sheet.number("P2S")
    if levy == sheet.number("certified"):
        return Binding.CERTIFIED
    if not sheet.number("value"):
        return Binding.NONE
    return Binding.STATUTORY if levy == sheet.number("maximum_amount") else Binding.LIMIT

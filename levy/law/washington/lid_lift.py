"""A single-year lid lift by rate: voters set this year's rate.  RCW 84.55.050(1).

In its first year the levy is the voted rate on the whole value, with no limit factor and no
resolution; the amount that the district certified and the statutory maximum still limit it.
"""

from decimal import Decimal

from levy.kinds import Binding
from levy.law.units import displayed_rate, lesser, tax_on, to_cents
from levy.law.worksheet import Working, Worksheet


def single_year_lift(
    page_1: Worksheet, *, voted_rate: Decimal, certified: Decimal | None, measure: str
) -> Worksheet:
    """Return page 1 with the lifted levy below it as line `P2S`, its rate as line `P2S_rate`.

    page_1      what `levy_limit` returned: the levy without the lift
    voted_rate  rate that the measure states
    certified   dollars; a blank limits nothing
    measure     the measure's name, as the source of the rate
    """
    sheet = Working("RCW 84.55.050", page_1)
    sheet.input(
        "voted_rate", "Rate that voters approved", voted_rate, "rate", f"measures.csv, {measure}"
    )
    voted = sheet.computed(
        "voted_levy",
        "Value × the rate that voters approved",
        to_cents(tax_on(page_1.number("value"), voted_rate)),
        "dollars",
        "cents(value * voted_rate / 1000)",
    )
    sheet.input("P2H", "Amount certified by the district", certified, "dollars", "requests.csv")
    levy = sheet.computed(
        "P2S",
        "Levy",
        lesser(voted, certified, page_1.number("I")),
        "dollars",
        "lesser(voted_levy, P2H, I)",
    )
    sheet.computed(
        "P2S_rate",
        "Rate of the levy",
        displayed_rate(levy, page_1.number("value")),
        "rate",
        "rate12(P2S, value)",
    )
    return sheet.worksheet()


def lift_binding(sheet: Worksheet) -> Binding:
    """Return what decided a lifted levy; the statutory maximum, if the voted rate equals it."""
    levy = sheet.number("P2S")
    if levy == sheet.value("P2H"):
        return Binding.CERTIFIED
    return Binding.STATUTORY if levy == sheet.number("I") else Binding.LIMIT

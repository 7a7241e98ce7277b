"""A city's highest lawful levy after it forms a fire district.  RCW 52.02.160; WAC 458-19-090.

A fire district has three levies of up to 0.50 each.  In the year in which it first imposes one
of them, the city's highest lawful levy falls by the amount that this levy raises.  A later
increase of the same levy does not lower it again.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal

from levy.law.units import WORKSHEET, ZERO, lesser, rate_for, tax_on, to_cents
from levy.law.worksheet import Working, Worksheet

LEVIES = ("130", "140", "160")


def city_after_fire_district(
    city_highest: Decimal,
    *,
    fire_levy: Decimal,
    fire_value: Decimal,
    each_rate: Decimal,
    imposed_before: Collection[str],
    decimals: int = WORKSHEET,
) -> Worksheet:
    """Return the three fire levies as lines `levy_130`, `levy_140`, `levy_160` (rates), and
    the city's highest lawful levy as line `city_highest_after`.

    city_highest    dollars before
    fire_levy       dollars of the fire district this year
    fire_value      its value, above zero
    each_rate       highest rate of each of the three levies: 0.50
    imposed_before  which of "130", "140", "160" it imposed in an earlier year
    decimals        of the fire district's rate; the published example shows two
    """
    sheet = Working("WAC 458-19-090")
    sheet.input(
        "city_highest", "The city's highest lawful levy", city_highest, "dollars", "limits.csv"
    )
    sheet.input("fire_levy", "The fire district's levy", fire_levy, "dollars", "requests.csv")
    sheet.input("fire_value", "The fire district's value", fire_value, "value")
    sheet.input(
        "each_rate", "Highest rate of each of its levies", each_rate, "rate", "chapter 52.16 RCW"
    )
    rates = _rates(sheet, fire_levy, fire_value, each_rate, decimals)
    reduction, formula = _reduction(sheet, fire_levy, fire_value, rates, imposed_before)
    sheet.computed(
        "reduction",
        "Levies imposed for the first time",
        reduction,
        "dollars",
        formula,
    )
    sheet.computed(
        "city_highest_after",
        "The city's highest lawful levy afterwards",
        max(city_highest - reduction, ZERO),
        "dollars",
        "greater(city_highest - reduction, 0)",
        "RCW 52.02.160",
    )
    return sheet.worksheet()


def _rates(
    sheet: Working, fire_levy: Decimal, fire_value: Decimal, each_rate: Decimal, decimals: int
) -> dict[str, Decimal]:
    """Return the rates of the three levies: the district's rate fills them one after the other."""
    left = sheet.computed(
        "fire_rate",
        "The fire district's rate",
        rate_for(fire_levy, fire_value, decimals),
        "rate",
        f"rate{decimals}(fire_levy, fire_value)",
    )
    rates, taken = {}, ""
    for name in LEVIES:
        rates[name] = rate = lesser(left, each_rate)
        formula = f"lesser(fire_rate{taken}, each_rate)"
        sheet.computed(f"levy_{name}", f"Levy of RCW 52.16.{name}", rate, "rate", formula)
        left, taken = left - rate, f"{taken} - levy_{name}"
    return rates


def _reduction(
    sheet: Working,
    fire_levy: Decimal,
    fire_value: Decimal,
    rates: Mapping[str, Decimal],
    imposed_before: Collection[str],
) -> tuple[Decimal, str]:
    """Return the amount that levies imposed for the first time raise, and its formula."""
    if not imposed_before:
        # In the first year the three parts are the whole levy; their rounded sum can differ.
        return fire_levy, "fire_levy"
    reduction, first = ZERO, []
    for name in LEVIES:
        if name not in imposed_before:
            first.append(f"first_{name}")
            reduction += sheet.computed(
                f"first_{name}",
                f"What RCW 52.16.{name} raises in its first year",
                to_cents(tax_on(fire_value, rates[name])),
                "dollars",
                f"cents(fire_value * levy_{name} / 1000)",
            )
    return reduction, " + ".join(first) or "0"
